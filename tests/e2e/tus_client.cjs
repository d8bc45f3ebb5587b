// Sends a file by tus-js-client, as a program with a key or an upload token does: in steps of so
// many bytes, or at once. Says each offset on stdout, waits for a line on stdin, while that is open,
// before it goes on from there, and says the video's id last.

const { createReadStream, statSync } = require("node:fs");
const { basename, join } = require("node:path");
const { createInterface } = require("node:readline");

const { Upload } = require(join(__dirname, "../../web/node_modules/tus-js-client"));

const [endpoint, token, file, options, step = Infinity] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = new Set();

new Upload(createReadStream(file), {
  endpoint,
  uploadSize: statSync(file).size,
  chunkSize: step,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: basename(file), options },
  retryDelays: Array(600).fill(100),
  onBeforeRequest: async (request) => {
    const offset = request.getHeader("Upload-Offset");
    if (offset === undefined || told.has(offset)) return;
    told.add(offset);
    console.log(offset);
    await lines.next();
  },
  onSuccess: ({ lastResponse }) => {
    console.log(lastResponse.getHeader("Caudal-Video-Id"));
    process.exit(0);
  },
  onError: (error) => {
    console.error(error);
    process.exit(1);
  },
}).start();
