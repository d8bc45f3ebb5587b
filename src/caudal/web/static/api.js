// Calls of the API. A refusal is thrown as the problem document it came as.

const page = document.body.dataset;
export const STATIC = page.static;

export async function call(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { accept: "application/json" } })
    .catch(() => { throw { code: "network" }; });
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => ({ code: "internal" }));
  if (!answer.ok) throw body;
  return body;
}

// An object of the store by the name this server was reached by, where it delivers them itself.
export function local(url) {
  if (!url || !("mediaHere" in page) || !url.startsWith(page.media)) return url;
  return new URL(`/media/${url.slice(page.media.length)}`, location.href).href;
}

export const OVER = new Set(["concluído", "falhou", "cancelado"]);
