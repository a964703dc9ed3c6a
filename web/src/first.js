// Runs before the page is painted, so that it never flashes in the other theme, or with panels where it is
// embedded. `asks/theme.js` goes on from here.
"use strict";
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
