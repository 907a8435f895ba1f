/** What is kept on this machine. Nothing where the browser forbids it. */
export function machineStorage(): Storage | undefined {
  return storageOf(() => window.localStorage);
}

/** What is kept in this tab, across reloads. Nothing where the browser forbids it. */
export function tabStorage(): Storage | undefined {
  return storageOf(() => window.sessionStorage);
}

function storageOf(open: () => Storage): Storage | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

/** What is stored under `key`, or nothing: storage may be off, full, or hold what another version wrote. */
export function readJson(storage: Storage | undefined, key: string): unknown {
  try {
    const text = storage?.getItem(key);
    return text == null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Stores as well as it goes. */
export function writeJson(storage: Storage | undefined, key: string, value: unknown): void {
  try {
    storage?.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the choice then lasts as long as the page.
  }
}
