// Random states and damage to their links, for UrlModuleTest and LinkCodeTest. The same at every run.
({ write, read, encode, decode, toBase64, fromBase64, crc32 }) => {
  const input = { channels: 1, height: 7, width: 9 };
  const cards = [
    { id: "digits", latent: { dim: 2 }, input, atlas: { count: 10000 }, files: { "history.npz": "0" }, version: "0123456789abcdef" },
    { id: "digits-20", latent: { dim: 20 }, input, atlas: { count: 1000 }, columnAtlas: { rows: 2 ** 40 }, files: {}, version: "112233445566ffee" },
    { id: "bare-3", latent: { dim: 3 }, input, files: {}, version: "a1" },
  ];
  let seed = 20240607;
  const share = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n) => Math.floor(share() * n);
  const one = (...all) => all[below(all.length)];
  const bits = new DataView(new ArrayBuffer(8));
  const finite = (taken) => {
    for (;;) {
      bits.setUint32(0, share() * 2 ** 32);
      bits.setUint32(4, share() * 2 ** 32);
      const value = taken();
      if (Number.isFinite(value)) {
        return value;
      }
    }
  };
  const single = () => one(() => finite(() => bits.getFloat32(0)), () => Math.fround(share() * 8 - 4), () => -0)();
  const double = () => one(() => finite(() => bits.getFloat64(0)), () => share() * 8 - 4, () => below(9), () => -0)();
  const code = (dim) => Array.from({ length: dim }, single);
  const spot = ({ latent: { dim }, atlas, columnAtlas }) => ({
    z: code(dim),
    ...one({}, { row: below(atlas?.count ?? 2 ** 31) }, columnAtlas ? { entry: below(columnAtlas.rows) } : {}),
  });
  const lasso = () => Array.from({ length: one(0, 0, 1, 2) }, () => Array.from({ length: 3 + below(5) }, () => [single(), single()]));
  const axes = (dim) => {
    const first = below(dim);
    return [first, (first + 1 + below(dim - 1)) % dim];
  };
  const plane = (dim) =>
    one(
      () => null,
      () => ({ principal: true }),
      () => ({ axes: axes(dim) }),
      () => ({ axes: axes(dim), origin: code(dim) }),
      () => ({ through: [code(dim), code(dim), code(dim)] }),
      () => ({ origin: code(dim), first: code(dim), second: code(dim) }),
    )();
  const state = () => {
    const card = one(...cards);
    return {
      model: card.id,
      plane: plane(card.latent.dim),
      view: one(null, { x: double(), y: double(), span: Math.abs(double()) || 1 }),
      layers: Object.fromEntries(["manifold", "points", "thumbnails", "ellipses", "prior", "density"].map((l) => [l, share() < 0.5])),
      colour: one("class", "kl", "reconstruction", "elbo"),
      dimmed: Array.from({ length: 256 }, (_, label) => label).filter(() => share() < 0.02),
      pin: one(null, spot(card)),
      keyframes: Array.from({ length: below(6) }, () => spot(card)),
      mode: one("lerp", "slerp"),
      frames: 2 + below(1023),
      seed: one(below(100), Number.MAX_SAFE_INTEGER - below(100)),
    };
  };
  const ascending = (count, step) => {
    let last = below(9);
    return Array.from({ length: below(count) }, () => (last += 1 + below(step)));
  };
  /** What is looked at of a state: of an own image links hold nothing. */
  const looks = ({ model, pin }) => {
    const known = pin?.row !== undefined;
    const { atlas, columnAtlas, files } = cards.find(({ id }) => id === model);
    const mask = () => Uint8Array.from({ length: input.width * input.height }, () => below(2));
    return {
      open: share() < 0.5,
      refine: known && share() < 0.5,
      shown: one("encoder", "refined", "true"),
      noise: known ? one(0, Math.abs(double())) : 0,
      mask: known ? one(null, mask()) : null,
      selection: Int32Array.from(atlas ? ascending(30, 20) : []),
      lasso: columnAtlas ? lasso() : [],
      experiments: one({}, { bound: {} }, { bound: { x: 0.1 + share(), turn: -60 * share(), wide: one(0.005, 1.5) } }),
      step: files["history.npz"] ? one(null, below(2 ** 31)) : null,
    };
  };
  /** The same as codes hold it, whatever it is about. */
  const packed = () => ({
    report: one([], ["open"], ["open", "refine"], ["open", "refine", "refined"], ["true"]),
    noise: one(0, Math.abs(double())),
    mask: one([], [0, 1 + below(3e8), 1 + below(200)], [1 + below(200)]),
    selection: ascending(30, one(3, 300, 5e7)),
    lasso: lasso(),
    experiments: one("", "bound", "bound:x=-1.5,turn=2e-7;other"),
    step: one(null, 0, below(2 ** 31)),
  });
  const same = (a, b) =>
    typeof a === "object" && a !== null && b !== null && typeof b === "object"
      ? Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => same(a[key], b[key]))
      : Object.is(a, b);

  /** Other maps, mostly none. */
  const beside = () => {
    const maps = Array.from({ length: one(0, 0, 0, 1, 2, 3) }, state).map((kept) => ({ kept, looked: looks(kept) }));
    return { place: below(maps.length + 1), maps };
  };

  /** What does not come back from its link as it was, the first few. */
  const roundTrips = (count) => {
    const lost = [];
    for (let i = 0; i < count; i++) {
      const kept = state();
      const looked = looks(kept);
      const others = beside();
      const link = write(kept, cards, looked, others);
      const { kept: back, looked: looksBack, beside: othersBack, problems } = read(new URL(link, "http://localhost").search, cards);
      if (problems.length > 0 || !same(kept, back) || !same(looked, looksBack) || !same(others, othersBack)) {
        lost.push(`${link} ${problems} ${JSON.stringify(kept)} ${JSON.stringify(back)}`);
      }
    }
    return lost.slice(0, 3);
  };

  const letters = "ABCxyz019-_=&%,:+.#é ";
  const damages = {
    altered: (text, at) => text.slice(0, at) + letters[below(letters.length)] + text.slice(at + 1),
    flipped: (text, at) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << below(7))) + text.slice(at + 1),
    cut: (text, at) => text.slice(0, at),
    missing: (text, at) => text.slice(0, at) + text.slice(at + 1),
    doubled: (text, at) => text.slice(0, at) + text[at] + text.slice(at),
    swapped: (text, at) => text.slice(0, at) + (text[at + 1] ?? "") + text[at] + text.slice(at + 2),
  };

  /** Damaged links that were opened to something else without a word, or with something that is no sentence. */
  const silent = (count) => {
    const found = [];
    for (let i = 0; i < count; i++) {
      const kept = state();
      const looked = looks(kept);
      const others = beside();
      const link = write(kept, cards, looked, others).slice(1);
      const [name, damage] = one(...Object.entries(damages));
      const damaged = damage(link, below(link.length));
      const { kept: back, looked: looksBack, beside: othersBack, problems } = read(damaged, cards);
      const bare = !/[?&](version|check)=/.test(damaged); // as short as a link that says a model alone
      const sentences = problems.every((problem) => /^This link.{10,400}\.$/.test(problem));
      if (!sentences || (problems.length === 0 && !bare && !(same(kept, back) && same(looked, looksBack) && same(others, othersBack)))) {
        found.push(`${name}: ${damaged} ${problems}`);
      }
    }
    return found.slice(0, 3);
  };

  /** Whatever stands behind a question mark is read without an exception. */
  const noise = (count) => {
    const names = ["model", "version", "plane", "view", "layers", "colour", "dimmed", "pin", "path", "mode", "frames", "seed", "report", "noise",
      "mask", "selection", "lasso", "experiments", "place", "beside", "check"];
    const text = () => Array.from({ length: below(30) }, () => letters[below(letters.length)]).join("");
    let sound = 0;
    for (let i = 0; i < count; i++) {
      const query = Array.from({ length: below(6) }, () => `${one(...names, text())}=${one(text(), "axes,0", "axes,1,1", "through,", "1,2,3", "1e999,0,1", "NaN,0,1", ":", "-1")}`);
      const { kept } = read(query.join("&"), cards);
      sound += cards.some(({ id }) => id === kept.model) && Number.isInteger(kept.frames) ? 1 : 0;
    }
    return sound;
  };

  const shared = () => {
    const others = Array.from({ length: one(0, 0, 0, 1, 2, 3) }, ofOne);
    const alone = ofOne();
    const all = { ...alone, place: below(others.length + 1), beside: others };
    return others.length === 0 || encode(all).length > 4096 ? alone : all;
  };
  const ofOne = () => {
    const kept = state();
    const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join("");
    const dim = cards.find(({ id }) => id === kept.model).latent.dim;
    const seen = one(null, { checksum: hex(8), samples: Uint8Array.from({ length: 24 }, () => below(256)) });
    return { version: hex(16), dim, kept, looked: packed(), seen };
  };
  /** Codes of random states. */
  const codes = (count) => Array.from({ length: count }, () => encode(shared()));

  /** Those of the codes that do not hold what they did when `codes` made them, the first few. */
  const lost = (given) => given.filter((code) => !same(decode(code), shared())).slice(0, 3);

  const verdict = (code) => {
    try {
      return encode(decode(code)) === code ? "sound" : "read as another";
    } catch (wrong) {
      return `${wrong.constructor.name}: ${wrong.message}`;
    }
  };
  /** Damaged codes, each with what was said of it. */
  const spoilt = (count) =>
    Array.from({ length: count }, () => {
      const code = encode(shared());
      for (;;) {
        const [, damage] = one(...Object.entries(damages));
        const damaged = damage(code, below(code.length));
        if (damaged !== code) {
          return [damaged, verdict(damaged)];
        }
      }
    });

  /** Codes of damaged bytes whose checksum fits all the same. */
  const forged = (count) =>
    Array.from({ length: count }, () => {
      const bytes = fromBase64(encode(shared())).slice(0, -4);
      for (let flips = one(1, 1, 1, 2, 20); flips > 0; flips--) {
        bytes[below(Math.min(bytes.length, one(8, 30, 10000)))] ^= 1 << below(8);
      }
      return judged(bytes);
    });

  /** The code of bytes with their checksum, and what is said of it. */
  const judged = (bytes) => {
    const sum = crc32(bytes);
    const code = toBase64(Uint8Array.from([...bytes, sum, sum >> 8, sum >> 16, sum >> 24]));
    return [code, verdict(code)];
  };

  /** Codes of a version and sections that nobody would write, each with what was said of it. */
  const hostile = () => {
    const utf8 = (text) => [...new TextEncoder().encode(text)];
    const le = (bytes, set) => {
      const view = new DataView(new ArrayBuffer(bytes));
      set(view);
      return [...new Uint8Array(view.buffer)];
    };
    const singles = (...numbers) => numbers.flatMap((n) => le(4, (view) => view.setFloat32(0, n, true)));
    const doubles = (...numbers) => numbers.flatMap((n) => le(8, (view) => view.setFloat64(0, n, true)));
    const sound = {
      model: "digits", version: "0123456789abcdef", dim: "2", mode: "lerp", frames: "24", seed: "1",
      keyframes: singles(1, 2, 3, 4), layers: "manifold,points", colour: "class",
    };
    const order = ["model", "version", "dim", "mode", "frames", "seed", "keyframes", "keyframes.rows", "keyframes.entries", "pin", "pin.rows", "pin.entries",
      "plane", "plane.points", "view", "layers", "colour", "dimmed", "report", "noise", "mask", "selection", "lasso", "experiments", "seen", "place",
      "beside-1", "beside-2", "beside-3"];
    const section = (name, content) => {
      const bytes = typeof content === "string" ? utf8(content) : content;
      return [name.length, ...utf8(name), bytes.length & 255, bytes.length >> 8, ...bytes];
    };
    const bytes = (changes) => {
      const all = { ...sound, ...changes };
      return [1, ...order.filter((name) => all[name] !== undefined).flatMap((name) => section(name, all[name]))];
    };
    const changes = [
      {}, // sound
      ...["model", "version", "dim", "mode", "frames", "seed", "layers", "colour"].map((name) => ({ [name]: undefined })),
      ...order.map((name) => ({ [name]: [] })),
      ...["", "../etc", "A", "digits\n", "x".repeat(65), "d\u00efgits"].map((model) => ({ model })),
      ...["0123456789ABCDEF", "g", "0".repeat(65)].map((version) => ({ version })),
      ...["0", "-1", "02", "4097", "4294967298", "9007199254740993", "1e3", "\u0662", "3"].map((dim) => ({ dim })),
      ...["1", "1000001", "10000000", "99999999999999999999"].map((frames) => ({ frames })),
      ...["9007199254740991", "9007199254740992", "-0"].map((seed) => ({ seed })),
      ...[NaN, Infinity, -Infinity].map((n) => ({ keyframes: singles(1, n) })),
      ...[NaN, Infinity].map((n) => ({ pin: singles(n, 1) })),
      { keyframes: singles(1, 2, 3) }, { pin: singles(1, 2, 3, 4) },
      { pin: singles(1, 2), "pin.rows": [255, 255, 255, 255] }, { pin: singles(1, 2), "pin.rows": [0, 0, 0, 128] },
      { pin: singles(1, 2), "pin.rows": [7, 0, 0] }, { "pin.rows": [7, 0, 0, 0] },
      { "keyframes.rows": [7, 0, 0, 0] }, { "keyframes.rows": [7, 0, 0, 0, 255, 255, 255, 255] },
      { view: doubles(0, 0, 0) }, { view: doubles(0, NaN, 1) }, { view: doubles(0, 0) }, { view: doubles(-0, 1e300, 5e-324) },
      { plane: "axes,0,0" }, { plane: "axes,0,2" }, { plane: "axes,1,0" }, { plane: "axes,1" }, { plane: "cube" },
      { plane: "through" }, { plane: "principal", "plane.points": singles(1, 2) }, { "plane.points": singles(1, 2) },
      { plane: "spanned", "plane.points": singles(1, 2, 3, 4, 5, 6) },
      { layers: "points,manifold" }, { layers: "none" }, { layers: "none,points" }, { layers: "points,points" },
      { colour: "red" }, { mode: "SLERP" }, { mode: [0xc3, 0x28] }, { mode: [0xed, 0xa0, 0x80] }, { mode: "\ufefflerp" },
      { report: "open" }, { report: "refine,open" }, { report: "open,open" }, { report: "refined,true" }, { report: "draws" }, { report: "true,draws" }, { report: "shut" },
      { noise: doubles(0.1) }, { noise: doubles(0) }, { noise: doubles(-1) }, { noise: doubles(NaN) }, { noise: [1] },
      { mask: [0, 5, 5] }, { mask: [5, 0, 5] }, { mask: [128] }, { mask: [128, 0] }, { mask: [255, 255, 255, 255, 7] },
      { mask: [255, 255, 255, 255, 8] }, { mask: [128, 128, 128, 128, 128, 1] }, { mask: Array(2000).fill(128) },
      { selection: [0, 1, 1] }, { selection: [1, 0] }, { selection: [255, 255, 255, 255, 7, 1] },
      { pin: singles(1, 2), "pin.entries": "9007199254740991" }, // sound
      ...["none", "none,1", "", "9007199254740992", "-1", "01", "1e3"].map((entries) => ({ pin: singles(1, 2), "pin.entries": entries })),
      { lasso: [3, 0, ...singles(0, 0, 1, 0, 1, 1)] }, // sound
      { lasso: [2, 0, ...singles(0, 0, 1, 0)] }, { lasso: [3, 0, ...singles(0, 0, 1, 0, 1)] }, { lasso: [3] }, { lasso: [3, 0, ...singles(0, 0, 1, 0, 1, NaN)] },
      { lasso: [255, 255, ...singles(0, 0, 1, 0, 1, 1)] },
      ...["bound", "bound:x=1,y=-2e-7;other"].map((experiments) => ({ experiments })), // sound
      ...["Bound", "bound:", "bound:x", "bound:x=", "bound;", "a=1", "bound:x=1e+5", "bound:x=1;".repeat(60)].map((experiments) => ({ experiments })),
      { dimmed: [7, 7, 255] }, { seen: Array(32).fill(97) }, { seen: Array(31).fill(97) }, { seen: Array(32).fill(120) },
      ...["1", "0", "2"].map((place) => ({ place, "beside-1": bytes({}).slice(1) })), { place: "1" },
      { "beside-2": bytes({}).slice(1) }, { "beside-1": [7] }, { "beside-1": bytes({ "beside-1": bytes({}).slice(1) }).slice(1) },
      { "beside-1": bytes({ dim: "3" }).slice(1) },
    ].map(bytes);
    const raw = [
      [1], [0], [2, ...bytes({}).slice(1)], [1, 255], [1, 5, 109],
      [1, ...section("model", "digits").slice(0, -1)], // cut short
      [1, 5, ...utf8("model"), 255, 255, 100], // 65,535 bytes announced
      [...bytes({}), 0], [...bytes({}), 0, 0, 0],
      [...bytes({}), ...section("colour", "class")], // twice
      [...bytes({}), ...section("model", "digits")], // out of order
      [...bytes({}), ...section("zoom", "3")], [...bytes({}), ...section("\u0007bell", "3")],
    ];
    const letters = ["", "A", "AAAA", "AAAAAAA", "A".repeat(4096), "A".repeat(4097), "A".repeat(100000)];
    return [...[...changes, ...raw].map((all) => judged(Uint8Array.from(all))), ...letters.map((code) => [code, verdict(code)])];
  };
  return { roundTrips, silent, noise, codes, lost, spoilt, forged, hostile };
}
