/**
 * The one place where the page's state lives. Views read it, watch it and ask for changes; no view
 * knows another. Data so flows one way: input → store → views.
 */
export interface Store<S> {
  /** The state as it is now; never changed in place. */
  readonly state: Readonly<S>;
  /** Replaces the given parts and tells those who watch a part that really changed. */
  update(change: Partial<S>): void;
  /** Calls `listener` now, and again after each change of one of `keys`. */
  watch(keys: readonly (keyof S)[], listener: (state: Readonly<S>) => void): void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state: Readonly<S> = { ...initial };
  const watchers: { keys: readonly (keyof S)[]; listener: (state: Readonly<S>) => void }[] = [];
  return {
    get state() {
      return state;
    },
    update(change) {
      const previous = state;
      const next = { ...state, ...change };
      state = next;
      for (const { keys, listener } of watchers) {
        if (keys.some((key) => !Object.is(previous[key], next[key]))) listener(state);
      }
    },
    watch(keys, listener) {
      watchers.push({ keys, listener });
      listener(state);
    },
  };
}
