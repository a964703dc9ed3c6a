// The checksum of zip, PNG and links: CRC-32 with the polynomial 0xEDB88320. Pure.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let i = 0; i < 8; i++) {
    sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return sum;
});

/** @param {ArrayLike<number>} bytes */
export function crc32(bytes) {
  let sum = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    sum = (sum >>> 8) ^ TABLE[(sum ^ bytes[i]) & 0xff];
  }
  return ~sum >>> 0;
}
