/** All places where definitions can be built, of every kind. It builds nothing itself. */

import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { Handlers } from '../../platform/context.ts'
import type { BuilderKind, BuilderRun } from './builder-kind.ts'

export interface Builders {
  /** @throws AppFailure BUILDER_NOT_FOUND */
  open(id: string, signal: AbortSignal): Promise<BuilderRun>
  readonly handlers: Handlers<'build.builders' | 'build.weigh'>
}

/** @param kinds in the order in which they are shown */
export function createBuilders(kinds: readonly BuilderKind[]): Builders {
  return {
    async open(id, signal) {
      const kind = kinds.find((candidate) => candidate.owns(id))
      if (kind === undefined) throw failure('BUILDER_NOT_FOUND', { id })
      return kind.open(id, signal)
    },
    handlers: {
      'build.builders': async (_, { signal }) => (await Promise.all(kinds.map((kind) => kind.list(signal)))).flat(),
      'build.weigh': async (question, { signal }) => {
        const fits = kinds.map(async (kind) => {
          const listed = await kind.list(signal)
          return Promise.all(listed.map((builder) => kind.weigh(builder, question, signal)))
        })
        return (await Promise.all(fits)).flat()
      },
    },
  }
}
