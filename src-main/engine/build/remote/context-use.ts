/**
 * Which files at a service are needed by how many builds of this engine: builds for several architectures send the
 * same files, and the first one that ends must not take them from the others.
 */
export interface ContextUse {
  use(digest: string): void
  /** One build needs it no more. @returns whether it was the last one */
  isLast(digest: string): boolean
  /** One build goes on without this engine; what it needs stays. */
  leave(digest: string): void
  /** Does work for some files after what others do for the same ones: who comes second finds them there. */
  inTurn<Value>(digest: string, work: () => Promise<Value>): Promise<Value>
}

export function createContextUse(): ContextUse {
  const users = new Map<string, number>()
  const left = new Set<string>()
  const turns = new Map<string, Promise<unknown>>()
  const less = (digest: string): number => {
    const rest = (users.get(digest) ?? 1) - 1
    if (rest > 0) users.set(digest, rest)
    else users.delete(digest)
    return rest
  }
  return {
    use(digest) {
      left.delete(digest)
      users.set(digest, (users.get(digest) ?? 0) + 1)
    },
    isLast: (digest) => less(digest) <= 0 && !left.has(digest),
    leave(digest) {
      if (digest === '') return
      less(digest)
      left.add(digest)
    },
    async inTurn(digest, work) {
      const turn = (turns.get(digest) ?? Promise.resolve()).then(work, work)
      turns.set(digest, turn)
      try {
        return await turn
      } finally {
        if (turns.get(digest) === turn) turns.delete(digest)
      }
    },
  }
}
