/** `build --with`: which installed program is meant, and its log on standard error while it builds. */
import { resolve } from 'node:path'
import { AppFailure, failure } from '../../src-shared/text/errors/index.ts'
import type { Engine } from '../engine/engine.ts'
import type { CommandInput } from './command.ts'
import { runCall } from './run-call.ts'

/**
 * @param name `apptainer`, `singularity`, a path, or `ssh:HOST` for what that build host has
 * @throws AppFailure BUILD_PROGRAM_MISSING, BUILD_HOST_NOT_SET, and why a host cannot be used
 */
export async function programBuilder(input: CommandInput, engine: Engine, name: string): Promise<string> {
  if (name.startsWith('ssh:')) return hostBuilder(input, engine, name.slice(4))
  if (/[\\/]/.test(name)) return `program:${resolve(name)}`
  const builders = await runCall(engine, 'build.builders', {}, input.signal)
  const found = builders.find(
    ({ program, problem }) => program?.name === name && program.place.kind === 'path' && problem === null,
  )
  if (found === undefined) throw failure('BUILD_PROGRAM_MISSING', { name })
  return found.id
}

async function hostBuilder(input: CommandInput, engine: Engine, host: string): Promise<string> {
  const builders = await runCall(engine, 'build.builders', {}, input.signal)
  const found = builders.find(({ program }) => program?.place.kind === 'ssh' && program.place.host === host)
  if (found === undefined) throw failure('BUILD_HOST_NOT_SET', { host })
  if (found.problem !== null) throw new AppFailure(found.problem)
  return found.id
}

/**
 * Prints the log of a build as it grows, until the returned function was awaited.
 * @param which the build; nothing is printed while it is not known
 */
export function printLog(input: CommandInput, engine: Engine, which: () => string | null): () => Promise<void> {
  let next = 1
  let printing: Promise<void> = Promise.resolve()
  const print = async (): Promise<void> => {
    const id = which()
    if (id === null) return
    for (;;) {
      const answer = await engine.call('build.log', { id, from: next, count: 2000 }, { signal: input.signal })
      const { lines } = answer.ok
        ? (answer.value as { readonly lines: readonly { readonly text: string }[] })
        : { lines: [] }
      for (const { text } of lines) input.output.note(text)
      next += lines.length
      if (lines.length === 0) return
    }
  }
  const more = (): void => {
    printing = printing.then(print)
  }
  const stop = engine.events.listen(({ event }) => {
    if (event === 'build.logged') more()
  })
  return async () => {
    stop()
    more()
    await printing
  }
}
