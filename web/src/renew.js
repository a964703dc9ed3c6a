// Fetches the page anew where the server speaks another protocol than it: once for each protocol, for where that does
// not help nothing else would.

const KEY = "isthmus-renewed-for";

/** @param {number} protocol of the server @returns {boolean} whether the page is about to be another */
export function renew(protocol) {
  try {
    if (sessionStorage.getItem(KEY) === String(protocol)) {
      return false;
    }
    sessionStorage.setItem(KEY, String(protocol));
  } catch {
    return false; // without storage it would reload forever
  }
  location.reload();
  return true;
}
