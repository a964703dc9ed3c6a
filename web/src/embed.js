// Whether the page is shown within another, without its panels: the address says so by `embed`.

export const embedded = new URLSearchParams(location.search).has("embed");
