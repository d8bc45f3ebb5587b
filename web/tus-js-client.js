// What the page takes of tus-js-client: its source as it was written, not what Babel makes of it.

export { Upload, defaultOptions } from "tus-js-client/lib/browser/index.js";
