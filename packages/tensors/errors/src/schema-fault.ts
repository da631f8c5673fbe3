/** What zod says of one thing that is wrong with a file, as far as it is read here: this package
 * needs none. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  /** The type that was expected. */
  readonly expected?: string | undefined;
  /** Keys that do not exist. */
  readonly keys?: readonly string[] | undefined;
  /** Values that may stand there. */
  readonly values?: readonly unknown[] | undefined;
  readonly options?: readonly unknown[] | undefined;
  /** What is wrong with a key. */
  readonly issues?: readonly SchemaIssue[] | undefined;
  /** What is wrong with each form that the value may have. */
  readonly errors?: readonly (readonly SchemaIssue[])[] | undefined;
  readonly origin?: string | undefined;
  readonly minimum?: number | bigint | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly inclusive?: boolean | undefined;
}

/** What a person reads of it, to follow the name of the field: `must be a number`, `is missing: it
 * must be a list`. A message of our own stays. */
export function describeSchemaIssue(issue: SchemaIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? `is missing: it must be ${typed(issue.expected)}` : `must be ${typed(issue.expected)}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      return issue.options === undefined ? union(issue.errors ?? []) : `must be ${oneOf(issue.options)}`;
    case 'unrecognized_keys':
      return `has no ${(issue.keys ?? []).map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_key':
      return issue.issues?.[0] === undefined ? issue.message : describeSchemaIssue(issue.issues[0]);
    case 'too_small':
    case 'too_big':
      return issue.message.startsWith('Too ') ? size(issue) : issue.message;
    default:
      return issue.message;
  }
}

/** Types as people name them. */
const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of names to values',
  record: 'a map of names to values',
};

function typed(expected = 'of another type'): string {
  return types[expected] ?? expected;
}

function oneOf(values: readonly unknown[] = []): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? words[0]! : `one of ${words.join(', ')}`;
}

/** What is wrong inside the form that fits so far, or what the forms are where none fits. */
function union(errors: readonly (readonly SchemaIssue[])[]): string {
  const firsts = errors.flatMap(([first]) => first ?? []);
  const inside = firsts.find(({ path }) => path.length > 0);
  if (inside !== undefined) return `${inside.path.join('.')} ${describeSchemaIssue(inside)}`;
  const fitting = firsts.find(({ code }) => code === 'too_small' || code === 'too_big' || code === 'custom');
  if (fitting !== undefined) return describeSchemaIssue(fitting);
  const words = firsts.map(describeSchemaIssue).map((word) => word.replace(/^(?:is missing: it )?must be /u, ''));
  return `must be ${[...new Set(words)].join(' or ')}`;
}

function size({ code, origin, minimum, maximum, inclusive = true }: SchemaIssue): string {
  const bound = code === 'too_small' ? minimum : maximum;
  const counted = origin === 'string' ? ' characters long' : origin === 'array' ? ' items long' : '';
  if (code === 'too_small' && counted !== '' && Number(bound) === 1) return 'must not be empty';
  const words = code === 'too_small' ? (inclusive ? 'at least' : 'above') : inclusive ? 'at most' : 'below';
  return `must be ${words} ${String(bound)}${counted}`;
}
