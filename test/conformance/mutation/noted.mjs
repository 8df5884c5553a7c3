// Which parts of the engine decide nothing: what they work out goes into the trace, as the facts of a step, and nowhere else.

import { basename } from 'node:path';
import ts from 'typescript';

/** The calls that write into the trace, and the index of the first argument that does no more than that. */
const WRITERS = new Map([
  ['rule', 0],
  ['networkError', 0],
  ['throwing', 2],
]);

/**
 * The ranges of a program's files that are noted only: arguments of the calls that write into
 * the trace, and whatever is read by such arguments alone. A variable, function or property that is read anywhere
 * else counts as deciding.
 * @param {readonly string[]} paths
 * @param {readonly string[]} judges files of other rooms, where whatever is read decides
 * @returns {import('./ranges.mjs').Ranges}
 */
export function notedRanges(paths, judges) {
  const program = ts.createProgram([...paths, ...judges], { noEmit: true, strict: true });
  const checker = program.getTypeChecker();
  /** @param {string} path */
  const fileOf = (path) => program.getSourceFile(path) ?? [];
  const files = paths.flatMap(fileOf);
  /** Things that may turn out to be noted only: each with where it is made, and where it is read. */
  /** @type {Map<string | ts.Symbol, { made: ts.Node[], read: ts.Node[] }>} */
  const things = new Map();
  /** @param {string | ts.Symbol} key */
  const thing = (key) => {
    const known = things.get(key) ?? { made: [], read: [] };
    things.set(key, known);
    return known;
  };

  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isIdentifier(node)) visitName(node);
    ts.forEachChild(node, visit);
  };
  /** @param {ts.Identifier} node */
  const visitName = (node) => {
    const { parent } = node;
    if (ts.isTypeNode(parent) || ts.isTypeElement(parent) || ts.isImportSpecifier(parent)) return;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
      if (!isWritten(parent)) thing(node.text).read.push(node);
      else thing(node.text).made.push(statementOf(parent));
      return;
    }
    if (ts.isPropertyAssignment(parent) && parent.name === node) {
      thing(node.text).made.push(parent);
      return;
    }
    if (ts.isBindingElement(parent) && parent.propertyName === node) {
      thing(node.text).read.push(node);
      return;
    }
    let symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    if (!symbol) return;
    if (ts.isShorthandPropertyAssignment(parent)) thing(node.text).made.push(parent);
    if (ts.isBindingElement(parent) && parent.name === node) {
      if (!parent.propertyName && ts.isObjectBindingPattern(parent.parent)) thing(node.text).read.push(node);
      thing(symbol).made.push(parent);
    } else if (ts.isVariableDeclaration(parent) && parent.name === node) {
      thing(symbol).made.push(statementOf(parent));
    } else if (ts.isFunctionDeclaration(parent) && parent.name === node) {
      thing(symbol).made.push(parent);
    } else if (isWritten(node)) thing(symbol).made.push(statementOf(node));
    else thing(symbol).read.push(node);
  };
  for (const file of [...files, ...judges.flatMap(fileOf)]) visit(file);

  // Assume all of it is noted only, then take out what is read where something is decided, until nothing changes.
  const noted = new Set(
    [...things].filter(([, { made, read }]) => made.length > 0 && read.length > 0).map(([key]) => key),
  );
  for (;;) {
    const ranges = rangesOf(
      files,
      [...noted].flatMap((key) => thing(key).made),
    );
    const before = noted.size;
    for (const key of noted) {
      if (thing(key).read.some((node) => !isWithin(ranges.get(node.getSourceFile().fileName), node)))
        noted.delete(key);
    }
    if (noted.size < before) continue;
    return Object.fromEntries(
      files.map((file) => [
        basename(file.fileName),
        (ranges.get(file.fileName) ?? []).map((range) => placesOf(file, range)),
      ]),
    );
  }
}

/** @param {ts.SourceFile} file @param {[number, number]} range */
function placesOf(file, [start, end]) {
  /** @param {number} at */
  const placeOf = (at) => {
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    return { line, column: character };
  };
  return { start: placeOf(start), end: placeOf(end) };
}

/** Whether a name is given a value here; what is put into a list or a map counts as such. @param {ts.Node} node */
function isWritten(node) {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }
  const call = parent.parent;
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    ['push', 'unshift', 'add', 'set'].includes(parent.name.text) &&
    ts.isCallExpression(call) &&
    call.expression === parent &&
    ts.isExpressionStatement(call.parent)
  );
}

/** What makes a value: a statement, or of a loop its head. @param {ts.Node} node */
function statementOf(node) {
  let at = node;
  while (!ts.isStatement(at) && at.parent && !ts.isIterationStatement(at.parent, false)) at = at.parent;
  return at;
}

/**
 * @param {[number, number][] | undefined} ranges
 * @param {ts.Node} node
 */
function isWithin(ranges, node) {
  return ranges?.some(([start, end]) => start <= node.getStart() && node.end <= end) ?? false;
}

/**
 * @param {readonly ts.SourceFile[]} files
 * @param {readonly ts.Node[]} nodes noted by what reads them
 */
function rangesOf(files, nodes) {
  /** @type {Map<string, [number, number][]>} */
  const ranges = new Map(files.map(({ fileName }) => [fileName, []]));
  const made = new Set(nodes);
  for (const file of files) {
    /** @type {[number, number][]} */
    const own = [];
    /** @param {ts.Node} node */
    const add = (node) => own.push([node.getStart(), node.end]);
    /** @param {ts.Node} node @returns {boolean} whether all of it is noted only */
    const visit = (node) => {
      if (made.has(node)) {
        add(node);
        return true;
      }
      if (ts.isExpressionStatement(node) && isWriter(node.expression, 'rule') !== null) {
        add(node);
        return true;
      }
      if (ts.isCallExpression(node)) {
        const from = isWriter(node);
        if (from !== null) {
          for (const argument of node.arguments.slice(from)) add(argument);
        }
      }
      const inner = children(node).map(visit);
      if (ts.isIfStatement(node)) {
        const [, ...branches] = inner;
        if (!branches.every(Boolean)) return false;
        add(node);
        return true;
      }
      if (ts.isBlock(node) && inner.length > 0 && inner.every(Boolean) && !ts.isFunctionLike(node.parent)) {
        add(node);
        return true;
      }
      return false;
    };
    visit(file);
    ranges.set(file.fileName, own);
  }
  return ranges;
}

/** @param {ts.Node} node */
function children(node) {
  /** @type {ts.Node[]} */
  const all = [];
  ts.forEachChild(node, (child) => {
    all.push(child);
  });
  return all;
}

/**
 * The index from which a call's arguments are noted; null for any other call.
 * @param {ts.Node} node
 * @param {string} [only]
 */
function isWriter(node, only) {
  if (!ts.isCallExpression(node)) return null;
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : ts.isIdentifier(expression)
      ? expression.text
      : '';
  if (only !== undefined && name !== only) return null;
  return WRITERS.get(name) ?? null;
}
