// What changes on the server: asked for again and again, while the page is looked at.

const EVERY = 1000; // milliseconds between questions

// `to` gets restart(), which asks for everything that is shown, and connected(whether).
export async function follow(to) {
  if (!document.hidden) await to.restart().then(() => to.connected(true), () => to.connected(false));
  setTimeout(follow, EVERY, to);
}
