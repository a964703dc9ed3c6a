// What scripts of the page are held to beside TypeScript's types: defects, and rules of web/README.md.
import js from "@eslint/js";
import globals from "globals";

// Names of the browser that read like a variable's: where that is missing, they are there all the same.
const CONFUSING = ["close", "event", "external", "find", "focus", "history", "length", "name", "open", "origin", "parent",
  "print", "scroll", "self", "status", "stop", "top"];
const NETWORK = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest"].map((name) => ({
  name,
  message: "server.js alone speaks with the server.",
}));
const SYNTAX = [
  {
    selector: ":matches(Literal[value=/^#(?!ffffff)([0-9a-f]{3}){1,2}$/i], TemplateElement[value.raw=/#[0-9a-f]{6}/i])",
    message: "tokens.css has every colour; token() reads it.",
  },
  { selector: "Literal[value=/^\\/(api|files|live|src)\\b/]", message: "Addresses are relative to document.baseURI." },
  {
    selector: "MemberExpression[property.name=/^(inner|outer)HTML$|^insertAdjacentHTML$/]",
    message: "h() and s() make elements, so that no text is taken for markup.",
  },
];

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "block-scoped-var": "error",
      "curly": "error",
      "default-case-last": "error",
      "eqeqeq": ["error", "always", { null: "ignore" }],
      "logical-assignment-operators": "error",
      "no-constant-condition": ["error", { checkLoops: "allExceptWhileTrue" }],
      "no-constructor-return": "error",
      "no-else-return": ["error", { allowElseIf: false }],
      "no-implicit-coercion": ["error", { boolean: false }],
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-invalid-this": "error",
      "no-lonely-if": "error",
      "no-new": "error",
      "no-restricted-globals": ["error", ...CONFUSING, ...NETWORK],
      "no-restricted-syntax": ["error", ...SYNTAX],
      "no-return-assign": "error",
      "no-self-compare": "error",
      "no-sequences": "error",
      "no-shadow": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unmodified-loop-condition": "error",
      "no-unneeded-ternary": "error",
      "no-unreachable-loop": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-useless-concat": "error",
      "no-useless-rename": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-promise-reject-errors": "error",
      "radix": "error",
      "require-atomic-updates": "error",
      "require-await": "error",
    },
  },
  { ignores: ["**/*-worker.js"], languageOptions: { globals: globals.browser } },
  { files: ["**/*-worker.js"], languageOptions: { globals: globals.worker } },
  { files: ["src/first.js"], languageOptions: { sourceType: "script" } },
  { files: ["src/first.js", "src/server.js"], rules: { "no-restricted-globals": ["error", ...CONFUSING] } },
  {
    files: ["src/asks/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...SYNTAX,
        { selector: "CallExpression[callee.object.name='document']", message: "An ask knows no element." },
      ],
    },
  },
];
