// What is drawn on the page as SVG that needs no page: styles become attributes, boxes and texts of HTML become shapes.
import { s } from "../dom.js";

const GEOMETRY = ["d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "dy", "transform"];
const LINES = ["stroke-opacity", "stroke-linecap", "stroke-linejoin"];
const TEXTS = ["font-family", "font-size", "font-weight", "text-anchor", "paint-order"];
/** What an attribute that is left out means. */
const INITIAL = new Set(["1", "butt", "miter", "start", "normal", "auto"]);

/**
 * A copy of a drawing, with what is not displayed left out.
 * @param {SVGElement} element on the page
 * @returns {SVGElement | null}
 */
export function plain(element) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") {
    return null;
  }
  const copy = document.createElementNS("http://www.w3.org/2000/svg", element.tagName);
  for (const name of GEOMETRY) {
    const value = element.getAttribute(name);
    if (value !== null) {
      copy.setAttribute(name, value);
    }
  }
  if (element instanceof SVGGeometryElement || element instanceof SVGTextElement) {
    dress(copy, style, element);
  }
  if (element.childElementCount === 0) {
    copy.textContent = element.textContent;
  }
  for (const child of element.children) {
    const inner = child instanceof SVGElement ? plain(child) : null;
    if (inner) {
      copy.append(inner);
    }
  }
  const empty = element instanceof SVGGElement && copy.childElementCount === 0;
  return empty ? null : copy;
}

/** @param {Element} copy @param {CSSStyleDeclaration} style @param {SVGGraphicsElement} element */
function dress(copy, style, element) {
  const set = (/** @type {string} */ name, /** @type {string} */ value) => !INITIAL.has(value) && copy.setAttribute(name, value);
  colour(copy, "fill", style.fill);
  set("fill-opacity", style.fillOpacity);
  set("opacity", style.opacity);
  if (style.stroke !== "none") {
    // Lines that keep their width whatever the map's scale are as wide as that in the drawing's own units.
    const matrix = style.vectorEffect === "non-scaling-stroke" ? element.getCTM() : null;
    const factor = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const length = (/** @type {string} */ css) => String(Number((parseFloat(css) / factor).toPrecision(6)));
    colour(copy, "stroke", style.stroke);
    set("stroke-width", length(style.strokeWidth));
    LINES.forEach((name) => set(name, style.getPropertyValue(name)));
    if (style.strokeDasharray !== "none") {
      set("stroke-dasharray", style.strokeDasharray.split(",").map(length).join(" "));
    }
  }
  if (element instanceof SVGTextElement) {
    TEXTS.forEach((name) => set(name, style.getPropertyValue(name)));
  }
}

/**
 * Boxes and texts of an HTML element as shapes.
 * @param {Element} root
 * @returns {SVGElement}
 */
export function boxes(root) {
  const { left, top } = root.getBoundingClientRect();
  const shapes = s("g");
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

  /** @param {DOMRect} box @param {string} fill */
  const rect = ({ x, y, width, height }, fill) => {
    const shape = s("rect", { x: short(x - left), y: short(y - top), width: short(width), height: short(height) });
    colour(shape, "fill", fill);
    shapes.append(shape);
  };

  /** @param {Node} node */
  const visit = (node) => {
    if (node instanceof Text && node.data.trim()) {
      shapes.append(text(node, left, top, ruler));
    }
    if (!(node instanceof Element) || !node.checkVisibility()) {
      return;
    }
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    if (box.width > 0 && box.height > 0) {
      if (!/^transparent$|[,/] ?0\)$/.test(style.backgroundColor)) {
        rect(box, style.backgroundColor);
      }
      for (const [side, make] of Object.entries(EDGES)) {
        const width = parseFloat(style.getPropertyValue(`border-${side}-width`));
        if (width > 0 && style.getPropertyValue(`border-${side}-style`) === "solid") {
          rect(make(box, width), style.getPropertyValue(`border-${side}-color`));
        }
      }
    }
    node.childNodes.forEach(visit);
  };
  root.childNodes.forEach(visit);
  return shapes;
}

/** @type {Record<string, (box: DOMRect, width: number) => DOMRect>} */
const EDGES = {
  top: ({ x, y, width }, thick) => new DOMRect(x, y, width, thick),
  right: ({ right, y, height }, thick) => new DOMRect(right - thick, y, thick, height),
  bottom: ({ x, bottom, width }, thick) => new DOMRect(x, bottom - thick, width, thick),
  left: ({ x, y, height }, thick) => new DOMRect(x, y, thick, height),
};

/** @param {Text} node @param {number} left @param {number} top @param {CanvasRenderingContext2D} ruler */
function text(node, left, top, ruler) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  const style = getComputedStyle(/** @type {Element} */ (node.parentElement));
  ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ruler.measureText(node.data);
  const shape = s(
    "text",
    {
      x: short(box.x - left),
      y: short(box.y - top + (box.height - up - down) / 2 + up),
      "font-family": style.fontFamily,
      "font-size": style.fontSize,
      "font-weight": style.fontWeight === "400" ? undefined : style.fontWeight,
    },
    node.data.trim(),
  );
  colour(shape, "fill", style.color);
  return shape;
}

/**
 * A colour as viewers know it, with what shines through it apart.
 * @param {Element} shape
 * @param {"fill" | "stroke"} name
 * @param {string} value as the browser computed it
 */
function colour(shape, name, value) {
  const numbers = (value.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  if (value === "none" || numbers.length < 3) {
    shape.setAttribute(name, "none");
    return;
  }
  const scale = value.startsWith("color(") ? 255 : 1;
  const hex = numbers.slice(0, 3).map((n) => Math.round(n * scale).toString(16).padStart(2, "0"));
  shape.setAttribute(name, `#${hex.join("")}`);
  if (numbers.length > 3 && numbers[3] < 1) {
    shape.setAttribute(`${name}-opacity`, String(numbers[3]));
  }
}

/** @param {number} value */
function short(value) {
  return String(Number(value.toFixed(2)));
}
