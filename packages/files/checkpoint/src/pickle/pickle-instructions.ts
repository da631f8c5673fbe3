import { PickleError } from './pickle-error.ts';
import type { PickleMachine } from './pickle-machine.ts';
import { parseFloat64, parseInteger, parseQuoted, parseRawUnicode } from './pickle-text.ts';
import { PickleGlobal, PickleObject } from './pickle-values.ts';

export type PickleInstruction = (machine: PickleMachine) => void;

export const newestProtocol = 5;

/** Every instruction of protocols 0 to 5 by its byte, but STOP, which ends the loop.
 *
 * Source: CPython's pickletools, which names and documents each. */
export const instructions: ReadonlyMap<number, PickleInstruction> = new Map<number, PickleInstruction>([
  // Values
  [0x4e, (m) => m.push(null)], // NONE 'N'
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x49, (m) => m.push(parseInteger(m.cursor.line()))], // INT 'I'
  [0x4c, (m) => m.push(parseInteger(m.cursor.line()))], // LONG 'L'
  [0x4a, (m) => m.push(m.cursor.int32())], // BININT 'J'
  [0x4b, (m) => m.push(m.cursor.uint8())], // BININT1 'K'
  [0x4d, (m) => m.push(m.cursor.uint16())], // BININT2 'M'
  [0x8a, (m) => m.push(m.cursor.integer(m.cursor.uint8()))], // LONG1
  [0x8b, (m) => m.push(m.cursor.integer(m.cursor.uint32()))], // LONG4
  [0x46, (m) => m.push(parseFloat64(m.cursor.line()))], // FLOAT 'F'
  [0x47, (m) => m.push(m.cursor.float64())], // BINFLOAT 'G'
  [0x53, (m) => m.push(parseQuoted(m.cursor.latinLine()))], // STRING 'S'
  [0x54, (m) => m.push(m.cursor.text(m.cursor.uint32()))], // BINSTRING 'T'
  [0x55, (m) => m.push(m.cursor.text(m.cursor.uint8()))], // SHORT_BINSTRING 'U'
  [0x56, (m) => m.push(parseRawUnicode(m.cursor.latinLine()))], // UNICODE 'V'
  [0x58, (m) => m.push(m.cursor.text(m.cursor.uint32()))], // BINUNICODE 'X'
  [0x8c, (m) => m.push(m.cursor.text(m.cursor.uint8()))], // SHORT_BINUNICODE
  [0x8d, (m) => m.push(m.cursor.text(m.cursor.length64()))], // BINUNICODE8
  [0x42, (m) => m.push(m.cursor.bytes(m.cursor.uint32()))], // BINBYTES 'B'
  [0x43, (m) => m.push(m.cursor.bytes(m.cursor.uint8()))], // SHORT_BINBYTES 'C'
  [0x8e, (m) => m.push(m.cursor.bytes(m.cursor.length64()))], // BINBYTES8
  [0x96, (m) => m.push(m.cursor.bytes(m.cursor.length64()))], // BYTEARRAY8
  // Containers
  [0x28, (m) => m.mark()], // MARK '('
  [0x5d, (m) => m.push([])], // EMPTY_LIST ']'
  [0x29, (m) => m.push([])], // EMPTY_TUPLE ')'
  [0x8f, (m) => m.push([])], // EMPTY_SET
  [0x7d, (m) => m.dictionary([])], // EMPTY_DICT '}'
  [0x6c, (m) => m.push(m.popToMark())], // LIST 'l'
  [0x74, (m) => m.push(m.popToMark())], // TUPLE 't'
  [0x91, (m) => m.push(m.popToMark())], // FROZENSET
  [0x64, (m) => m.dictionary(m.popToMark())], // DICT 'd'
  [0x85, (m) => m.push([m.pop()])], // TUPLE1
  [0x86, (m) => m.push([m.pop(), m.pop()].reverse())], // TUPLE2
  [0x87, (m) => m.push([m.pop(), m.pop(), m.pop()].reverse())], // TUPLE3
  [0x61, appendOne], // APPEND 'a'
  [0x65, appendMany], // APPENDS 'e'
  [0x90, appendMany], // ADDITEMS
  [0x73, assignOne], // SETITEM 's'
  [0x75, assignMany], // SETITEMS 'u'
  // Stack and memo
  [0x30, (m) => m.discard()], // POP '0'
  [0x31, (m) => void m.popToMark()], // POP_MARK '1'
  [0x32, (m) => m.push(m.top())], // DUP '2'
  [0x70, (m) => m.remember(Number(parseInteger(m.cursor.line())))], // PUT 'p'
  [0x71, (m) => m.remember(m.cursor.uint8())], // BINPUT 'q'
  [0x72, (m) => m.remember(m.cursor.uint32())], // LONG_BINPUT 'r'
  [0x94, (m) => m.remember(m.memo.size)], // MEMOIZE
  [0x67, (m) => m.recall(Number(parseInteger(m.cursor.line())))], // GET 'g'
  [0x68, (m) => m.recall(m.cursor.uint8())], // BINGET 'h'
  [0x6a, (m) => m.recall(m.cursor.uint32())], // LONG_BINGET 'j'
  // Names and what would be calls
  [0x63, (m) => m.push(new PickleGlobal(m.cursor.line(), m.cursor.line()))], // GLOBAL 'c'
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, reduce], // REDUCE 'R'
  [0x81, reduce], // NEWOBJ
  [0x92, newObjectWithKeywords], // NEWOBJ_EX
  [0x69, instance], // INST 'i'
  [0x6f, object], // OBJ 'o'
  [0x62, (m) => m.build()], // BUILD 'b'
  [0x50, (m) => m.push(m.handlers.persistent(m.cursor.line()))], // PERSID 'P'
  [0x51, (m) => m.push(m.handlers.persistent(m.pop()))], // BINPERSID 'Q'
  // Framing
  [0x80, protocol], // PROTO
  [0x95, (m) => void m.cursor.length64()], // FRAME: a hint for buffering
  // Refused: they refer to what is outside the file
  [0x82, () => refuse('EXT1')],
  [0x83, () => refuse('EXT2')],
  [0x84, () => refuse('EXT4')],
  [0x97, () => refuse('NEXT_BUFFER')],
  [0x98, () => refuse('READONLY_BUFFER')],
]);

function appendOne(machine: PickleMachine): void {
  const value = machine.pop();
  machine.append(machine.top(), [value]);
}

function appendMany(machine: PickleMachine): void {
  const values = machine.popToMark();
  machine.append(machine.top(), values);
}

function assignOne(machine: PickleMachine): void {
  const [value, key] = [machine.pop(), machine.pop()];
  machine.assign(machine.top(), [key, value]);
}

function assignMany(machine: PickleMachine): void {
  const pairs = machine.popToMark();
  machine.assign(machine.top(), pairs);
}

function stackGlobal(machine: PickleMachine): void {
  const [name, module] = [machine.pop(), machine.pop()];
  if (typeof name !== 'string' || typeof module !== 'string') throw new PickleError('malformed', 'the pickle imports a name that is not text');
  machine.push(new PickleGlobal(module, name));
}

function reduce(machine: PickleMachine): void {
  const [parts, callable] = [machine.pop(), machine.pop()];
  machine.call(callable, parts);
}

function newObjectWithKeywords(machine: PickleMachine): void {
  const [keywords, parts, callable] = [machine.pop(), machine.pop(), machine.pop()];
  machine.push(new PickleObject(callable, [parts, keywords]));
}

function instance(machine: PickleMachine): void {
  const callable = new PickleGlobal(machine.cursor.line(), machine.cursor.line());
  machine.call(callable, machine.popToMark());
}

function object(machine: PickleMachine): void {
  const [callable, ...parts] = machine.popToMark();
  machine.call(callable, parts);
}

function protocol(machine: PickleMachine): void {
  const version = machine.cursor.uint8();
  if (version > newestProtocol) throw new PickleError('unsupported', `the pickle has protocol ${version}, and the newest that is read is ${newestProtocol}`);
}

function refuse(name: string): never {
  throw new PickleError('unsupported', `the pickle's instruction ${name} refers to something outside the file`);
}
