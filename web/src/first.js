// Runs before the page is painted, so that it never flashes in the other theme, or with panels where it is
// embedded. `asks/theme.js` goes on from here. And opens the socket and asks for the cards, which take as long as the modules
// do to come: `server.js` goes on with them, and with what the socket has said by then.
"use strict";
{
  const socket = new WebSocket(new URL("live", document.baseURI.replace(/^http/, "ws")));
  /** @type {(string | ArrayBuffer)[]} */
  const said = [];
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => said.push(data);
  const cards = fetch("api/models", { headers: { Accept: "application/json" } });
  cards.catch(() => {}); // told to whoever waits for them
  Object.assign(window, { early: { socket, said, cards } });
}
// Without its styles there is no page, and nothing asks for them again: it begins anew.
addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") {
      setTimeout(() => location.reload(), 2000);
    }
  },
  true,
);
if (new URLSearchParams(location.search).has("embed")) {
  document.documentElement.dataset.embed = "";
}
try {
  const theme = localStorage.getItem("isthmus-theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // where a browser keeps nothing, the system's theme is shown
}
