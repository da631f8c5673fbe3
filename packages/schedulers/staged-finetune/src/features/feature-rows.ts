/** Numbers of many images' features, each image a row of the same length. */
export interface FeatureRows {
  write(row: number, values: Float32Array): Promise<void> | void;
  /** The rows one behind the other. */
  read(rows: Int32Array): Promise<Float32Array> | Float32Array;
  /** Frees what they take. */
  close(): Promise<void> | void;
}

/** Room outside memory for features that do not fit in it. A run's caller provides it:
 * a file, a browser's storage. */
export interface FeatureSpill {
  /** Room for so many numbers; null when that is more than there is. */
  open(numbers: number): Promise<SpilledNumbers | null>;
}

/** A row of numbers kept outside memory, which come back with the bits that went in. */
export interface SpilledNumbers {
  /** `position` counts numbers from the start. */
  write(position: number, values: Float32Array): Promise<void>;
  /** Fills `values` from there on. */
  read(position: number, values: Float32Array): Promise<void>;
  /** Gives the room back. */
  close(): Promise<void>;
}

export function rowsInMemory(rows: number, length: number): FeatureRows {
  const kept = new Float32Array(rows * length);
  return {
    write: (row, values) => kept.set(values, row * length),
    read(wanted) {
      const values = new Float32Array(wanted.length * length);
      wanted.forEach((row, place) => values.set(kept.subarray(row * length, (row + 1) * length), place * length));
      return values;
    },
    close() {},
  };
}

export function rowsSpilled(spilled: SpilledNumbers, length: number): FeatureRows {
  return {
    write: (row, values) => spilled.write(row * length, values),
    async read(wanted) {
      const values = new Float32Array(wanted.length * length);
      for (const [place, row] of wanted.entries()) await spilled.read(row * length, values.subarray(place * length, (place + 1) * length));
      return values;
    },
    close: () => spilled.close(),
  };
}
