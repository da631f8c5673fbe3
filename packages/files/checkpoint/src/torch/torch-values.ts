import { type PickleHandlers } from '../pickle/pickle-machine.ts';
import { PickleError } from '../pickle/pickle-error.ts';
import { PickleDictionary, PickleGlobal } from '../pickle/pickle-values.ts';
import { type Dtype, dtypeOfTorch } from '../tensor/dtype.ts';

/** A stretch of memory that tensors of a torch file view. */
export class TorchStorage {
  /** Which record of the file holds it. */
  readonly key: string;
  /** `undefined` for a storage without type, whose tensors say their own. */
  readonly dtype: Dtype | undefined;
  /** What PyTorch calls the type, for messages. */
  readonly typeName: string;
  /** Elements of the whole record; bytes when there is no type. */
  readonly elements: number;
  /** Where the storage begins in its record, in elements; not 0 only in the oldest files. */
  readonly viewStart: number;
  /** Elements that may be used from `viewStart` on. */
  readonly viewElements: number;

  constructor({ key, typeName, elements, viewStart = 0, viewElements = elements }: StorageFacts) {
    this.key = key;
    this.typeName = typeName;
    this.dtype = dtypesOfStorages.get(typeName);
    this.elements = elements;
    this.viewStart = viewStart;
    this.viewElements = viewElements;
  }
}

export interface StorageFacts {
  readonly key: string;
  readonly typeName: string;
  readonly elements: number;
  readonly viewStart?: number;
  readonly viewElements?: number;
}

type Rebuilt = Pick<TorchTensor, 'storage' | 'offset' | 'shape' | 'strides'> & Partial<Pick<TorchTensor, 'dtype'>>;

/** What rebuilding a tensor was asked for; checked when the tensor's name is known. */
export class TorchTensor {
  readonly storage: unknown;
  readonly offset: unknown;
  readonly shape: unknown;
  readonly strides: unknown;
  /** Only with storages that have no type of their own. */
  readonly dtype: unknown;

  constructor({ storage, offset, shape, strides, dtype }: Rebuilt) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
    this.dtype = dtype;
  }
}

/** PyTorch's names of typed storages. */
export const dtypesOfStorages: ReadonlyMap<string, Dtype> = new Map([
  ['DoubleStorage', 'F64'],
  ['FloatStorage', 'F32'],
  ['HalfStorage', 'F16'],
  ['BFloat16Storage', 'BF16'],
  ['LongStorage', 'I64'],
  ['IntStorage', 'I32'],
  ['ShortStorage', 'I16'],
  ['CharStorage', 'I8'],
  ['ByteStorage', 'U8'],
  ['BoolStorage', 'BOOL'],
]);

/** What is understood of a torch pickle: dictionaries, shapes and how tensors view
 * storages. All else stays shut.
 *
 * Source: torch/_utils.py and torch/serialization.py of PyTorch 1.13 and 2. */
export const torchHandlers: PickleHandlers = {
  persistent: toStorage,
  call(callable, parts, charge) {
    return known.get(callable.path)?.(parts, charge);
  },
};

type Known = (parts: readonly unknown[], charge: (count: number) => void) => unknown;

const known: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['torch._utils._rebuild_tensor', ([storage, offset, shape, strides]) => new TorchTensor({ storage, offset, shape, strides })],
  ['torch._utils._rebuild_tensor_v2', ([storage, offset, shape, strides]) => new TorchTensor({ storage, offset, shape, strides })],
  ['torch._utils._rebuild_tensor_v3', ([storage, offset, shape, strides, , , dtype]) => new TorchTensor({ storage, offset, shape, strides, dtype })],
  ['torch._utils._rebuild_parameter', ([data]) => data],
  ['torch._utils._rebuild_parameter_with_state', ([data]) => data],
  ['torch._tensor._rebuild_from_type_v2', fromType],
  ['torch.Size', ([sizes]) => sizes],
  ['collections.OrderedDict', toDictionary],
  ['builtins.dict', toDictionary],
  ['__builtin__.dict', toDictionary],
  ['collections.defaultdict', (_, charge) => toDictionary([], charge)],
]);

/** A tensor that carries Python attributes, or a subclass such as Parameter: rebuilt by the
 * function it names, then given its state. */
function fromType([callable, , parts]: readonly unknown[], charge: (count: number) => void): unknown {
  const nested = callable instanceof PickleGlobal && callable.path !== 'torch._tensor._rebuild_from_type_v2' ? known.get(callable.path) : undefined;
  return Array.isArray(parts) ? nested?.(parts as unknown[], charge) : undefined;
}

function toDictionary([pairs = []]: readonly unknown[], charge: (count: number) => void): PickleDictionary | undefined {
  if (!Array.isArray(pairs)) return undefined;
  charge(pairs.length);
  const dictionary = new PickleDictionary();
  for (const pair of pairs as unknown[]) if (Array.isArray(pair)) dictionary.set(pair[0], pair[1]);
  return dictionary;
}

/** `('storage', type, key, device, elements)`, with `(key of the view, start, elements)` behind it
 * in the oldest files. The device does not matter.
 *
 * Before PyTorch 1.6 the class of a module is referred to as well, with its source:
 * `('module', class, file, text)`. The class stays a name, and what it makes an object that stays
 * shut. */
function toStorage(id: unknown): unknown {
  const [tag, type, key, , elements, view] = Array.isArray(id) ? (id as unknown[]) : [];
  if (tag === 'module' && type instanceof PickleGlobal) return type;
  const named = tag === 'storage' && type instanceof PickleGlobal && (typeof key === 'string' || typeof key === 'number');
  if (!named || !isCount(elements)) throw new PickleError('malformed', 'the pickle refers to something that is not a storage');
  const facts = { key: String(key), typeName: type.name, elements };
  if (view === undefined || view === null) return new TorchStorage(facts);
  const [, viewStart, viewElements] = Array.isArray(view) ? (view as unknown[]) : [];
  if (!isCount(viewStart) || !isCount(viewElements)) throw new PickleError('malformed', `storage ${facts.key} is a view of no clear place`);
  return new TorchStorage({ ...facts, viewStart, viewElements });
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The dtype that a global such as `torch.float32` names. */
export function dtypeOfGlobal(value: unknown): Dtype | undefined {
  return value instanceof PickleGlobal && value.module === 'torch' ? dtypeOfTorch(value.name) : undefined;
}
