// Prints what is wrong with the modules of a jsconfig.json, a line each, and ends with 1 where anything is: the errors of
// TypeScript's compiler, and rules known from ESLint that no option of the compiler has.
// node check-page.cjs TYPESCRIPT_JS JSCONFIG_JSON
"use strict";
const path = require("node:path");
const ts = require(process.argv[2]);

const config = path.resolve(process.argv[3]);
const folder = path.dirname(config);
const read = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, folder);
const program = ts.createProgram(read.fileNames, read.options);
const checker = program.getTypeChecker();
const K = ts.SyntaxKind;
const lines = [];

function tell(file, start, rule, text) {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const name = path.relative(folder, file.fileName).replaceAll("\\", "/");
  lines.push(`${name}(${line + 1},${character + 1}): error ${rule}: ${text}`);
}

for (const { file, start, code, messageText } of [...read.errors, ...ts.getPreEmitDiagnostics(program)]) {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  file ? tell(file, start, `TS${code}`, text) : lines.push(`error TS${code}: ${text}`);
}
for (const file of program.getSourceFiles()) {
  if (!file.isDeclarationFile) {
    check(file);
  }
}
console.log(lines.join("\n"));
process.exitCode = lines.length > 0 ? 1 : 0;

function check(file) {
  const writes = new Map(); // places where a variable is given another value, by its symbol
  visit(file, (node) => targetsOf(node).forEach((name) => {
    const symbol = checker.getSymbolAtLocation(name);
    writes.set(symbol, [...(writes.get(symbol) ?? []), name.pos]);
  }));
  const found = (node, rule, text) => tell(file, node.getStart(file), rule, text);
  visit(file, (node) => {
    if (declares(node)) {
      checkName(file, node, writes, found);
    }
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      found(node, "no-var", "let or const in place of var");
    }
    if (ts.isBinaryExpression(node)) {
      checkOperator(node, found);
    }
    if ((ts.isIfStatement(node) || ts.isConditionalExpression(node) || loops(node)) && conditionOf(node)) {
      checkCondition(node, conditionOf(node), writes, found);
    }
    if (ts.isBlock(node) && node.statements.length === 0 && !ts.isFunctionLike(node.parent) && !/\/[/*]/.test(node.getText())) {
      found(node, "no-empty", "an empty block without a comment");
    }
    if (node.kind === K.AsyncKeyword && ts.isFunctionLike(node.parent) && node.parent.body && !awaits(node.parent.body)) {
      found(node, "require-await", "an async function without await");
    }
    if (ts.isDebuggerStatement(node)) {
      found(node, "no-debugger", "debugger");
    }
  });
}

function visit(node, look) {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function declares(node) {
  return (
    (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node)) && node.name !== undefined && ts.isIdentifier(node.name)
  );
}

function checkName(file, node, writes, found) {
  const { name } = node;
  const root = ts.getRootDeclaration(node); // of a destructured name
  const scope = ts.getEnclosingBlockScopeContainer(root);
  const list = ts.isVariableDeclaration(root) && root.parent;
  if (list && list.flags & ts.NodeFlags.Let && (root.initializer || ts.isForOfStatement(list.parent)) &&
      !writes.has(checker.getSymbolAtLocation(name))) {
    found(name, "prefer-const", `${name.text} never changes`);
  }
  if (scope === file) {
    if (!ts.isExternalModule(file)) {
      found(name, "no-implicit-globals", `${name.text} is seen by every script`);
    }
    return;
  }
  const [outer] = checker.resolveName(name.text, scope.parent, ts.SymbolFlags.Value, true)?.declarations ?? [];
  const later = outer && outer.pos > node.pos && !ts.isFunctionDeclaration(outer);
  if (outer && !later && outer.getSourceFile() === file) {
    const { line } = file.getLineAndCharacterOfPosition(outer.getStart(file));
    found(name, "no-shadow", `${name.text} hides the one of line ${line + 1}`);
  }
}

function checkOperator(node, found) {
  const [left, right, operator] = [node.left.getText(), node.right.getText(), node.operatorToken.kind];
  if ((operator === K.EqualsEqualsToken || operator === K.ExclamationEqualsToken) && right !== "null") {
    found(node, "eqeqeq", `${node.operatorToken.getText()} compares unlike things`);
  }
  const comparison = operator === K.EqualsEqualsEqualsToken || operator === K.ExclamationEqualsEqualsToken ||
    (operator >= K.LessThanToken && operator <= K.GreaterThanEqualsToken);
  if (left === right && (comparison || operator === K.EqualsToken)) {
    found(node, comparison ? "no-self-compare" : "no-self-assign", node.getText());
  }
}

function loops(node) {
  return ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node);
}

function conditionOf(node) {
  return ts.isForStatement(node) || ts.isConditionalExpression(node) ? node.condition : node.expression;
}

function checkCondition(node, condition, writes, found) {
  const names = [];
  let varies = false; // by what is not a variable
  visit(condition, (part) => {
    varies ||= ts.isCallExpression(part) || ts.isPropertyAccessExpression(part) || ts.isElementAccessExpression(part) ||
      ts.isAwaitExpression(part) || ts.isYieldExpression(part);
    if (ts.isBinaryExpression(part) && part.operatorToken.kind === K.EqualsToken) {
      found(part, "no-cond-assign", "an assignment as a condition");
    }
    if (ts.isIdentifier(part)) {
      names.push(part);
    }
  });
  if (varies) {
    return;
  }
  if (names.length === 0 && !(loops(node) && condition.kind === K.TrueKeyword)) {
    found(condition, "no-constant-condition", `${condition.getText()} never changes`);
  }
  const within = (at) => at >= node.pos && at < node.end;
  if (names.length > 0 && loops(node) && !names.some((name) => writes.get(checker.getSymbolAtLocation(name))?.some(within))) {
    found(condition, "no-unmodified-loop-condition", `the loop changes nothing in ${condition.getText()}`);
  }
}

/** The variables that a node gives another value. */
function targetsOf(node) {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind >= K.FirstAssignment && node.operatorToken.kind <= K.LastAssignment) {
    return namesIn(node.left);
  }
  if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && /\+\+|--/.test(node.getText())) {
    return namesIn(node.operand);
  }
  return (ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer)
    ? namesIn(node.initializer) : [];
}

function namesIn(target) {
  const inner = ts.skipParentheses(target);
  if (ts.isIdentifier(inner)) {
    return [inner];
  }
  if (ts.isArrayLiteralExpression(inner)) {
    return inner.elements.flatMap((one) => namesIn(one.expression ?? one));
  }
  return ts.isObjectLiteralExpression(inner)
    ? inner.properties.flatMap((one) => namesIn(one.initializer ?? one.expression ?? one.name)) : [];
}

function awaits(body) {
  let found = false;
  const look = (node) => {
    found ||= ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
    if (!ts.isFunctionLike(node)) {
      ts.forEachChild(node, look);
    }
  };
  look(body);
  return found;
}
