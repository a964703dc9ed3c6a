// The page's only socket and only fetch. Keeps the socket open, asks again what was asked when it comes back, and tries
// again what was refused as BUSY. Of what is asked in one lane only the newest is held, as on the server.
import { readFrame, writeFrame } from "./wire.js";
/** @import {Frame} from "./wire.js" */
/** @import {Answer, Fields, Op, Sent} from "./types-wire.js" */
/** @import {Connection} from "./types.js" */

const PROTOCOL = 1; // of server/API.md
const FIRST_PAUSE = 250; // milliseconds until the socket is opened again; doubles with each failure
const LONGEST_PAUSE = 8000;
const BUSY_PAUSES = [100, 250, 500, 1000, 2000, 4000]; // milliseconds between tries of a request that found the model busy

/**
 * @typedef {object} Refused
 * @property {string} code
 * @property {string} message
 *
 * @typedef {{cancel(): void}} Asking
 *
 * @typedef {object} Server
 * @property {<O extends Op>(op: O, fields: Fields<O>, asked: Asked<O>) => Asking} ask
 * @property {() => Promise<{models: Card[], refused: Refusal[], imports?: boolean, trains?: boolean}>} catalogue the cards of the models that
 *   are served, why others are not, and whether the reader may import or train some
 * @property {(path: string, body: string, type: string, signal: AbortSignal) => Promise<Blob>} post asks for a file of a
 *   type; what the server refuses throws its sentence
 * @property {(method: "GET" | "POST" | "DELETE", path: string, body?: FormData | string) => Promise<any>} call asks for what is
 *   answered as JSON; what the server refuses throws its sentence
 * @property {(path: string) => Promise<ArrayBuffer>} bytes asks for a file; what the server refuses throws its sentence
 * @property {() => void} close
 */

/**
 * What is told of a request: each frame, the last one too, from the start again after a reconnection; and once either
 * its end or its failure, where true says that nothing is left to do about it.
 * @template {Op} O
 * @typedef {{
 *   arrays?: Sent[],
 *   onFrame(frame: Answer<O>): void,
 *   onEnd?(end: "done" | "replaced" | "cancelled"): void,
 *   onError?(refused: Refused): boolean | void,
 * }} Asked
 */

/**
 * @template {Op} O
 * @typedef {{op: O, fields: Fields<O>} & Asked<O>} Request
 */

/** @typedef {{[O in Op]: Request<O>}[Op]} AnyRequest */

/** @param {string} path @param {RequestInit} [init] */
async function fetched(path, init) {
  return checked(await fetch(path, init));
}

/** @param {Response} answer */
async function checked(answer) {
  if (!answer.ok) {
    throw new Error((await answer.json()).message);
  }
  return answer;
}

/**
 * @param {object} told
 * @param {(connection: Connection, hello?: {limits: Record<string, unknown>, build: string}) => void} told.onConnection
 * @param {(refused: Refused) => void} told.onBusy a request found the server busy, and is tried again
 * @param {() => void} told.onChanged a model is another version now than the one whose card was fetched
 * @param {(protocol: number) => void} told.onOther the server speaks another protocol than this page: nothing is asked
 * @param {{socket: WebSocket, said: (string | ArrayBuffer)[], cards?: Promise<Response>}} [told.early] a socket that was opened
 *   before the modules came, what it has said since, and the cards, asked for then
 * @returns {Server}
 */
export function connect({ onConnection, onBusy, onChanged, onOther, early }) {
  /**
   * `version` is the model's as it was when this was asked, so that no answer is of another.
   * @typedef {Request<Op> & {version: string | undefined, tries: number, timer: number}} Running
   */
  /** @type {Map<number, Running>} */
  const running = new Map();
  /** @type {WebSocket | null} */
  let socket = null;
  let ready = false;
  let closed = false;
  let failures = 0;
  let lastId = 0;
  /** @type {Map<unknown, string>} */
  let versions = new Map(); // by model

  /** @param {WebSocket} [opened] */
  function open(opened) {
    const opening = opened ?? new WebSocket(new URL("live", document.baseURI.replace(/^http/, "ws")));
    opening.binaryType = "arraybuffer";
    socket = opening;
    opening.onmessage = ({ data }) => receive(data);
    opening.onclose = lost;
  }

  function lost() {
    ready = false;
    socket = null;
    if (!closed) {
      onConnection("lost");
      setTimeout(() => open(), Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++));
    }
  }

  /** @param {string | ArrayBuffer} data */
  function receive(data) {
    if (typeof data === "string") {
      receiveText(JSON.parse(data));
    } else {
      receiveFrame(readFrame(data));
    }
  }

  /** @param {any} message */
  function receiveText(message) {
    if (message.hello && message.hello.version !== PROTOCOL) {
      closed = true;
      socket?.close();
      onOther(message.hello.version);
    } else if (message.hello) {
      ready = true;
      failures = 0;
      const waiting = [...running.keys()]; // what is asked for while the connection is told of is sent then
      onConnection("open", { limits: message.hello.limits, build: message.hello.isthmus });
      waiting.forEach(send);
    } else if (message.end) {
      finish(message.id)?.onEnd?.(message.end);
    } else if (message.error) {
      refused(message.id, message.error);
    }
  }

  /** @param {Frame} frame */
  function receiveFrame(frame) {
    const asked = running.get(frame.id);
    if (frame.last) {
      finish(frame.id);
    }
    asked?.onFrame(/** @type {Answer<Op>} */ (frame));
    if (frame.last) {
      asked?.onEnd?.("done");
    }
  }

  /** @param {number} id @param {Refused} error */
  function refused(id, error) {
    const request = running.get(id);
    if (!request) {
      return;
    }
    if (error.code === "MODEL_CHANGED") {
      onChanged();
    }
    if (error.code === "BUSY" && request.tries < BUSY_PAUSES.length) {
      onBusy(error);
      request.timer = setTimeout(() => ready && send(id), BUSY_PAUSES[request.tries++]);
      return;
    }
    finish(id);
    request.onError?.(error);
  }

  /** @param {number} id */
  function finish(id) {
    const request = running.get(id);
    clearTimeout(request?.timer);
    running.delete(id);
    return request;
  }

  /** @param {number} id */
  function send(id) {
    const request = running.get(id);
    if (!request || !socket) {
      return;
    }
    clearTimeout(request.timer); // or what found the server busy before a reconnection would be sent twice
    const { op, version, fields, arrays } = request;
    const message = { id, op, ...(version && { version }), ...fields };
    socket.send(arrays ? writeFrame(message, arrays) : JSON.stringify(message));
  }

  open(early?.socket);
  queueMicrotask(() => { // once whoever connects is made
    early?.said.forEach(receive);
    if (early && early.socket.readyState === WebSocket.CLOSED) {
      lost();
    }
  });
  return {
    ask(op, fields, asked) {
      for (const [older, request] of running) {
        if (fields.lane !== undefined && request.fields.lane === fields.lane) {
          finish(older); // or it would replace this one when it is sent again
          request.onEnd?.("replaced");
        }
      }
      const id = (lastId = (lastId % 0xffffffff) + 1);
      running.set(id, { ...asked, op, fields, version: versions.get(fields.model), tries: 0, timer: 0 });
      if (ready) {
        send(id);
      }
      return {
        cancel() {
          if (finish(id) && ready && socket) {
            lastId = (lastId % 0xffffffff) + 1;
            socket.send(JSON.stringify({ id: lastId, op: "cancel", request: id }));
          }
        },
      };
    },
    async catalogue() {
      const cards = early?.cards ?? fetch("api/models", { headers: { Accept: "application/json" } });
      early && (early.cards = undefined); // later ones are asked for anew
      const answer = await checked(await cards);
      /** @type {Awaited<ReturnType<Server["catalogue"]>>} */
      const listing = { refused: [], ...(await answer.json()) };
      versions = new Map(listing.models.map(({ id, version }) => [id, version]));
      return listing;
    },
    async post(path, body, type, signal) {
      return (await fetched(path, { method: "POST", body, headers: { Accept: type }, signal })).blob();
    },
    async bytes(path) {
      return (await fetched(path, { cache: "no-cache" })).arrayBuffer();
    },
    async call(method, path, body) {
      const keepalive = method === "DELETE"; // asked for also by a page that is left
      const answer = await fetched(path, { method, body, keepalive, headers: { Accept: "application/json" } });
      return answer.status === 204 ? null : answer.json();
    },
    close() {
      closed = true;
      socket?.close();
    },
  };
}
