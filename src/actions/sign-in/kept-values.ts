/** What a process keeps of what it read: the entries that were put in last; the oldest go first. */
export interface KeptValues<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
}

/** Keeps at most `limit` values. */
export function keptValues<Value>(limit: number): KeptValues<Value> {
  const values = new Map<string, Value>()
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key)
      values.set(key, value)
      if (values.size > limit) values.delete(values.keys().next().value ?? '')
    },
  }
}
