import type { AnyNode, Expression, Node, Program } from 'acorn';
import { type Effect, type Hole, textValue, UNDEFINED, type Value } from './values';

/** A call, or `new`, whose meaning is for a reader of calls to say. */
export interface Call {
  /** `fetch`, `axios.post`, `$.ajax`; for `new`, with it: `new EventSource`. */
  readonly callee: string;
  readonly args: readonly Value[];
  readonly pos: number;
  /** What the callee's first name stands for, where the snippet says. */
  readonly receiver: Value;
  /** What was done before to that name, where the snippet does not say what it stands for. */
  readonly effects: readonly Effect[];
  /** The source text of the callee's object, for telling two receivers apart: with a mark of its binding. */
  readonly receiverKey: string;
}

/** What a snippet says, without running it. */
export interface Evaluation {
  readonly calls: readonly Call[];
  /** What was done to a name that the snippet does not make, such as `axios`, before a place in it. */
  readonly effectsOn: (name: string, before: number) => readonly Effect[];
}

/** How much a snippet may ask for: evaluating is linear in it, texts and lists stay small. */
const MOST_STEPS = 200_000;
const LONGEST_TEXT = 65_536;
const LONGEST_LIST = 1_000;
const LONGEST_CODE = 120;

interface RawEffect {
  readonly type: Effect['type'];
  readonly path: readonly string[];
  readonly args: readonly AnyNode[];
  readonly pos: number;
  readonly scope: Scope;
}

interface Binding {
  readonly id: number;
  /** Every value it is given, in order: where, and from which expression; null where no snippet can say. */
  readonly values: { readonly pos: number; readonly node: AnyNode | null; readonly scope: Scope }[];
  readonly effects: RawEffect[];
}

class Scope {
  readonly names = new Map<string, Binding>();
  /** Where `var` goes. */
  readonly home: Scope;
  readonly parent: Scope | null;

  constructor(parent: Scope | null, kind: 'function' | 'block') {
    this.parent = parent;
    this.home = kind === 'function' ? this : (parent?.home ?? this);
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | null = this; scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }
}

interface RawCall {
  readonly node: Extract<AnyNode, { type: 'CallExpression' | 'NewExpression' }>;
  readonly scope: Scope;
}

/**
 * Reads what a program says: names are followed to their values, texts put together, objects built from literals.
 * Calls of the page's own functions are not followed, and nothing is run.
 */
export function evaluateProgram(program: Program, source: string): Evaluation {
  const root = new Scope(null, 'function');
  const calls: RawCall[] = [];
  let ids = 0;
  let steps = 0;

  const declare = (scope: Scope, name: string): Binding => {
    const known = scope.names.get(name);
    if (known) return known;
    const binding: Binding = { id: ids++, values: [], effects: [] };
    scope.names.set(name, binding);
    return binding;
  };

  /** The binding of a name; names that nobody declares are the platform's, or another file's. */
  const bindingOf = (scope: Scope, name: string): Binding => scope.find(name) ?? declare(root, name);

  const declarePattern = (pattern: AnyNode | null | undefined, scope: Scope): void => {
    if (!pattern) return;
    switch (pattern.type) {
      case 'Identifier':
        declare(scope, pattern.name).values.push({ pos: pattern.start, node: null, scope });
        return;
      case 'AssignmentPattern':
        if (pattern.left.type === 'Identifier') {
          // A parameter's default is the best that is known of it.
          declare(scope, pattern.left.name).values.push({ pos: pattern.start, node: pattern.right, scope });
        } else declarePattern(pattern.left, scope);
        return;
      case 'ArrayPattern':
        for (const element of pattern.elements) declarePattern(element, scope);
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          declarePattern(property.type === 'Property' ? property.value : property.argument, scope);
        }
        return;
      case 'RestElement':
        declarePattern(pattern.argument, scope);
        return;
      default:
        return;
    }
  };

  /** First pass: names, what they are given, what is done to them, and all calls. */
  const visit = (node: AnyNode, scope: Scope): void => {
    let inner = scope;
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (node.type === 'FunctionDeclaration' && node.id) {
          declare(scope, node.id.name).values.push({ pos: node.start, node: null, scope });
        }
        inner = new Scope(scope, 'function');
        for (const parameter of node.params) declarePattern(parameter, inner);
        break;
      case 'BlockStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'CatchClause':
        inner = new Scope(scope, 'block');
        break;
      case 'VariableDeclaration':
        for (const { id, init, start } of node.declarations) {
          const holder = node.kind === 'var' ? scope.home : scope;
          if (id.type === 'Identifier') {
            const binding = declare(holder, id.name);
            if (init) binding.values.push({ pos: start, node: init, scope });
          } else declarePattern(id, holder);
        }
        break;
      case 'AssignmentExpression':
        assigned(node, scope);
        break;
      case 'CallExpression':
        called(node, scope);
        calls.push({ node, scope });
        break;
      case 'NewExpression':
        calls.push({ node, scope });
        break;
      default:
        break;
    }
    for (const child of childrenOf(node)) visit(child, inner);
  };

  const assigned = (node: Extract<AnyNode, { type: 'AssignmentExpression' }>, scope: Scope): void => {
    const { left, right, operator, start } = node;
    if (left.type === 'Identifier') {
      bindingOf(scope, left.name).values.push({ pos: start, node: operator === '=' ? right : null, scope });
      return;
    }
    const place = memberPath(left);
    if (place === null || operator !== '=') return;
    bindingOf(scope, place.base).effects.push({
      type: 'assign',
      path: place.path,
      args: [right],
      pos: start,
      scope,
    });
  };

  const called = (node: Extract<AnyNode, { type: 'CallExpression' }>, scope: Scope): void => {
    const place = memberPath(node.callee);
    if (place === null || place.path.length === 0) return;
    bindingOf(scope, place.base).effects.push({
      type: 'call',
      path: place.path,
      args: node.arguments,
      pos: node.start,
      scope,
    });
  };

  const code = (node: Node): string =>
    source.slice(node.start, Math.min(node.end, node.start + LONGEST_CODE));
  const unknown = (node: Node): Value => ({ type: 'unknown', code: code(node) });
  const busy = new Set<object>();

  const effectsOf = (binding: Binding, before: number): Effect[] =>
    binding.effects
      .filter((effect) => effect.pos < before)
      .slice(0, LONGEST_LIST)
      .map(({ type, path, args, pos, scope }) => ({
        type,
        path,
        args: args.map((arg) => evaluate(arg, scope, pos)),
      }));

  /** What a name stands for at a place: the last value given before it, or, for names declared later, the first. */
  const resolve = (binding: Binding | undefined, name: Node, before: number): Value => {
    if (binding === undefined || binding.values.length === 0 || busy.has(binding)) return unknown(name);
    const given = binding.values.findLast(({ pos }) => pos < before) ?? binding.values[0];
    if (!given?.node) return unknown(name);
    busy.add(binding);
    try {
      return withEffects(evaluate(given.node, given.scope, given.pos), effectsOf(binding, before));
    } finally {
      busy.delete(binding);
    }
  };

  const evaluate = (node: AnyNode, scope: Scope, before: number): Value => {
    if (++steps > MOST_STEPS) return unknown(node);
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'string') return bounded(node, [node.value]);
        if (typeof node.value === 'number' || typeof node.value === 'boolean' || node.value === null) {
          // A regular expression the engine cannot make, and a bigint, are null as well.
          return 'regex' in node || node.bigint ? unknown(node) : { type: 'plain', value: node.value };
        }
        return unknown(node);
      case 'TemplateLiteral': {
        const parts: (string | Hole)[] = [];
        node.quasis.forEach((quasi, i) => {
          parts.push(quasi.value.cooked ?? quasi.value.raw);
          const expression = node.expressions[i];
          if (expression) parts.push(...partsOf(expression, scope, before));
        });
        return bounded(node, parts);
      }
      case 'BinaryExpression': {
        if (node.operator !== '+' || node.left.type === 'PrivateIdentifier') return unknown(node);
        // Long sums lean to the left: walked, not recursed into.
        const terms: Expression[] = [node.right];
        let left: AnyNode = node.left;
        while (
          left.type === 'BinaryExpression' &&
          left.operator === '+' &&
          left.left.type !== 'PrivateIdentifier'
        ) {
          terms.push(left.right);
          left = left.left;
        }
        terms.push(left as Expression);
        return bounded(
          node,
          terms.reverse().flatMap((term) => partsOf(term, scope, before)),
        );
      }
      case 'LogicalExpression': {
        // A default: `options.method || 'GET'`.
        const first = evaluate(node.left, scope, before);
        if (node.operator === '&&') return evaluate(node.right, scope, before);
        return first.type === 'unknown' || (first.type === 'plain' && first.value == null)
          ? evaluate(node.right, scope, before)
          : first;
      }
      case 'Identifier':
        if (node.name === 'undefined') return UNDEFINED;
        return resolve(scope.find(node.name), node, before);
      case 'ObjectExpression':
        return objectValue(node, scope, before);
      case 'ArrayExpression':
        return {
          type: 'list',
          items: node.elements
            .slice(0, LONGEST_LIST)
            .flatMap((item) =>
              item === null
                ? [UNDEFINED]
                : item.type === 'SpreadElement'
                  ? [unknown(item)]
                  : [evaluate(item, scope, before)],
            ),
        };
      case 'MemberExpression':
        return memberValue(node, scope, before);
      case 'NewExpression':
        return {
          type: 'made',
          by: `new ${code(node.callee)}`,
          args: argumentsOf(node.arguments, scope, before),
          effects: [],
        };
      case 'CallExpression':
        return callValue(node, scope, before);
      case 'UnaryExpression': {
        if (node.operator === 'void') return UNDEFINED;
        const value = evaluate(node.argument, scope, before);
        // `!0` and `!1`, as minifiers write true and false.
        if (node.operator === '!' && value.type === 'plain') return { type: 'plain', value: !value.value };
        if (node.operator === '-' && value.type === 'plain' && typeof value.value === 'number') {
          return { type: 'plain', value: -value.value };
        }
        return unknown(node);
      }
      case 'AwaitExpression':
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        return evaluate('argument' in node ? node.argument : node.expression, scope, before);
      case 'SequenceExpression': {
        const last = node.expressions.at(-1);
        return last ? evaluate(last, scope, before) : unknown(node);
      }
      default: {
        const typed = withoutTypes(node);
        return typed ? evaluate(typed, scope, before) : unknown(node);
      }
    }
  };

  const bounded = (node: Node, parts: readonly (string | Hole)[]): Value => {
    let length = 0;
    for (const part of parts) length += typeof part === 'string' ? part.length : part.code.length;
    return length > LONGEST_TEXT || parts.length > LONGEST_LIST
      ? unknown(node)
      : textValue(...parts.filter((part) => part !== ''));
  };

  const partsOf = (node: AnyNode, scope: Scope, before: number): readonly (string | Hole)[] => {
    const value = evaluate(node, scope, before);
    switch (value.type) {
      case 'text':
        return value.parts;
      case 'plain':
        return [String(value.value)];
      case 'made': {
        const url = value.by === 'new URL' ? urlParts(value.args) : null;
        return url ?? [{ code: code(node) }];
      }
      default:
        return [{ code: code(node) }];
    }
  };

  const argumentsOf = (nodes: readonly AnyNode[], scope: Scope, before: number): Value[] =>
    nodes.slice(0, 20).map((node) => evaluate(node, scope, before));

  const objectValue = (
    node: Extract<AnyNode, { type: 'ObjectExpression' }>,
    scope: Scope,
    before: number,
  ): Value => {
    const fields = new Map<string, Value>();
    let open: 'no' | 'yes' = 'no';
    for (const property of node.properties) {
      if (fields.size > LONGEST_LIST) {
        open = 'yes';
        break;
      }
      if (property.type === 'SpreadElement') {
        const spread = evaluate(property.argument, scope, before);
        if (spread.type === 'object') {
          for (const [name, value] of spread.fields) fields.set(name, value);
          if (spread.open === 'yes') open = 'yes';
        } else open = 'yes';
        continue;
      }
      const name = keyOf(property.key, property.computed, scope, before);
      if (name === null) open = 'yes';
      else if (property.kind === 'init') fields.set(name, evaluate(property.value, scope, before));
    }
    return { type: 'object', fields, open };
  };

  const keyOf = (key: AnyNode, computed: boolean, scope: Scope, before: number): string | null => {
    if (!computed && key.type === 'Identifier') return key.name;
    const value = evaluate(key, scope, before);
    if (value.type === 'plain') return String(value.value);
    return value.type === 'text' && value.parts.every((part) => typeof part === 'string')
      ? value.parts.join('')
      : null;
  };

  const memberValue = (
    node: Extract<AnyNode, { type: 'MemberExpression' }>,
    scope: Scope,
    before: number,
  ): Value => {
    if (node.object.type === 'Super' || node.property.type === 'PrivateIdentifier') return unknown(node);
    const name = keyOf(node.property, node.computed, scope, before);
    const object = evaluate(node.object, scope, before);
    if (name === null) return unknown(node);
    if (object.type === 'object')
      return object.fields.get(name) ?? (object.open === 'no' ? UNDEFINED : unknown(node));
    if (object.type === 'list') return object.items[Number(name)] ?? unknown(node);
    return unknown(node);
  };

  /** The few calls that make a value out of what is already known. */
  const callValue = (
    node: Extract<AnyNode, { type: 'CallExpression' }>,
    scope: Scope,
    before: number,
  ): Value => {
    const place = memberPath(node.callee);
    if (place === null) return unknown(node);
    const name = [place.base, ...place.path].join('.');
    const args = argumentsOf(node.arguments, scope, before);
    const [first] = args;
    switch (name) {
      case 'JSON.stringify':
        return first ? bounded(node, jsonParts(first, code(node), args[2])) : unknown(node);
      case 'String':
        return first?.type === 'text'
          ? first
          : first?.type === 'plain'
            ? textValue(String(first.value))
            : unknown(node);
      case 'encodeURIComponent':
      case 'encodeURI': {
        if (first?.type !== 'text')
          return first?.type === 'plain' ? textValue(String(first.value)) : unknown(node);
        const encode = name === 'encodeURI' ? encodeURI : encodeURIComponent;
        return textValue(
          ...first.parts.map((part) => (typeof part === 'string' ? encodedBy(encode, part) : part)),
        );
      }
      case 'btoa':
      case 'window.btoa':
        return textValue({ code: code(node) });
      case 'Object.assign':
        return merged(args, node);
      default: {
        const method = place.path.at(-1);
        if (
          method === 'toString' &&
          node.callee.type === 'MemberExpression' &&
          node.callee.object.type !== 'Super'
        ) {
          return evaluate(node.callee.object, scope, before);
        }
        return { type: 'made', by: name, args, effects: [] };
      }
    }
  };

  const merged = (args: readonly Value[], node: Node): Value => {
    const fields = new Map<string, Value>();
    let open: 'no' | 'yes' = 'no';
    for (const arg of args) {
      if (arg.type !== 'object') open = 'yes';
      else for (const [name, value] of arg.fields) fields.set(name, value);
      if (fields.size > LONGEST_LIST) return unknown(node);
    }
    return { type: 'object', fields, open };
  };

  visit(program, root);

  const callOf = ({ node, scope }: RawCall): Call | null => {
    const { callee } = node;
    if (callee.type === 'Super') return null;
    const place = memberPath(callee);
    if (place === null) return null;
    const prefix = node.type === 'NewExpression' ? 'new ' : '';
    const binding = scope.find(place.base);
    const base: Node = { ...callee, end: callee.start + place.base.length };
    return {
      callee: prefix + [place.base, ...place.path].join('.'),
      args: argumentsOf(node.arguments, scope, node.start),
      pos: node.start,
      receiver: binding ? resolve(binding, base, node.start) : unknown(base),
      effects: binding && place.path.length > 0 ? effectsOf(binding, node.start) : [],
      receiverKey: [binding?.id ?? -1, place.base, ...place.path.slice(0, -1)].join('.'),
    };
  };

  return {
    calls: calls.slice(0, LONGEST_LIST).flatMap((call) => callOf(call) ?? []),
    effectsOn: (name, before) => {
      const binding = root.names.get(name);
      return binding ? effectsOf(binding, before) : [];
    },
  };
}

/** A value after what was done to it: fields assigned are in the object, the rest is kept beside it. */
function withEffects(value: Value, effects: readonly Effect[]): Value {
  if (effects.length === 0) return value;
  if (value.type === 'made') return { ...value, effects: [...value.effects, ...effects] };
  if (value.type !== 'object') return value;
  return effects.reduce<Value>(
    (object, { type, path, args }) =>
      type === 'assign' && args[0] ? withField(object, path, args[0]) : object,
    value,
  );
}

function withField(value: Value, path: readonly string[], given: Value): Value {
  const [name, ...rest] = path;
  if (name === undefined) return given;
  const object: Value = value.type === 'object' ? value : { type: 'object', fields: new Map(), open: 'no' };
  const fields = new Map(object.fields);
  fields.set(name, withField(fields.get(name) ?? UNDEFINED, rest, given));
  return { type: 'object', fields, open: object.open };
}

/** `a.b['c']` as its first name and the names after it; null where it is not made of names alone. */
function memberPath(node: AnyNode): { readonly base: string; readonly path: readonly string[] } | null {
  const path: string[] = [];
  let here: AnyNode = node;
  for (;;) {
    const typed = withoutTypes(here);
    if (typed) here = typed;
    else if (here.type === 'ChainExpression' || here.type === 'ParenthesizedExpression')
      here = here.expression;
    else if (here.type === 'MemberExpression') {
      const { property } = here;
      if (!here.computed && property.type === 'Identifier') path.unshift(property.name);
      else if (property.type === 'Literal' && typeof property.value === 'string')
        path.unshift(property.value);
      else return null;
      if (path.length > 8 || here.object.type === 'Super') return null;
      here = here.object;
    } else if (here.type === 'Identifier') return { base: here.name, path };
    else if (here.type === 'ThisExpression') return { base: 'this', path };
    else return null;
  }
}

const TYPE_WRAPPERS: readonly string[] = [
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
];

/** The expression within `x as T`, `x!` and the like. */
function withoutTypes(node: Node): AnyNode | null {
  if (!TYPE_WRAPPERS.includes(node.type)) return null;
  const inner: unknown = Reflect.get(node, 'expression');
  return isNode(inner) ? inner : null;
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value
  );
}

/** The nodes right below a node, in the order of the source; types are passed by. */
function childrenOf(node: Node): AnyNode[] {
  const children: AnyNode[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'typeParameters' || key === 'typeArguments' || key === 'loc')
      continue;
    if (Array.isArray(value)) for (const item of value) if (isNode(item)) children.push(item);
    if (isNode(value)) children.push(value);
  }
  return children;
}

/** The URL that `new URL(path, base)` gives, as far as both are known; null where nothing is. */
export function urlParts(args: readonly Value[]): readonly (string | Hole)[] | null {
  const [path, base] = args;
  if (path?.type !== 'text') return null;
  if (base === undefined) return path.parts;
  if (base.type !== 'text') return null;
  const parts = [...path.parts, ...base.parts];
  if (!parts.every((part) => typeof part === 'string')) return [...base.parts, ...path.parts];
  try {
    return [new URL(path.parts.join(''), base.parts.join('')).href];
  } catch {
    return null;
  }
}

function encodedBy(encode: (text: string) => string, text: string): string {
  try {
    return encode(text);
  } catch {
    return text;
  }
}

/** Texts inside JSON can be shared: what they come to together is bounded. */
const MOST_JSON_PARTS = 5_000;

/** What `JSON.stringify` makes of a value: what is not known stays a hole, in quotes. */
function jsonParts(value: Value, source: string, indent: Value | undefined): readonly (string | Hole)[] {
  const gap =
    indent?.type === 'plain' && typeof indent.value === 'number'
      ? ' '.repeat(Math.min(10, indent.value))
      : '';
  let budget = MOST_JSON_PARTS;
  const write = (inner: Value, depth: number): readonly (string | Hole)[] => {
    if (--budget < 0 || depth > 100) return ['null'];
    const line = gap === '' ? '' : `\n${gap.repeat(depth + 1)}`;
    const end = gap === '' ? '' : `\n${gap.repeat(depth)}`;
    switch (inner.type) {
      case 'plain':
        return [inner.value === undefined ? 'null' : JSON.stringify(inner.value)];
      case 'text':
        return [
          '"',
          ...inner.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part)),
          '"',
        ];
      case 'list':
        return inner.items.length === 0
          ? ['[]']
          : [
              '[',
              ...inner.items.flatMap((item, i) => [`${i > 0 ? ',' : ''}${line}`, ...write(item, depth + 1)]),
              `${end}]`,
            ];
      case 'object': {
        const fields = [...inner.fields].filter(
          ([, item]) => !(item.type === 'plain' && item.value === undefined),
        );
        if (fields.length === 0) return ['{}'];
        return [
          '{',
          ...fields.flatMap(([name, item], i) => [
            `${i > 0 ? ',' : ''}${line}${JSON.stringify(name)}:${gap === '' ? '' : ' '}`,
            ...write(item, depth + 1),
          ]),
          `${end}}`,
        ];
      }
      case 'unknown':
        return ['"', { code: inner.code }, '"'];
      case 'made':
        return ['"', { code: inner.by }, '"'];
      default:
        return inner satisfies never;
    }
  };
  return value.type === 'unknown' ? [{ code: source }] : write(value, 0);
}
