/** Runscripts of images, executed by a real shell: the words that reach the program. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentScript, runScript } from '../../../src-main/engine/build/container/oci-scripts.ts'
import { inFolder } from '../../support/folder.ts'
import { sharedPath } from '../../support/shared.ts'
import type { Expectation } from './support/compare.ts'

const shell = '/bin/dash'
const hasShell = existsSync(shell)

interface Words {
  readonly argv: readonly string[] | null
  readonly status: number | null
}

/**
 * Runs a script with `exec` replaced by a function that writes its words down: the programs that the cases
 * name need not exist.
 */
async function run(script: string, args: readonly string[], noEval: boolean): Promise<Words> {
  return inFolder(async (folder) => {
    const path = join(folder, 'runscript')
    const words = join(folder, 'words')
    const record = `sifd_record() { printf '%s\\0' "$@" > '${words}'; exit 0; }\n`
    await writeFile(path, record + script.replaceAll('exec "$@"', 'sifd_record "$@"'))
    await chmod(path, 0o755)
    const { status } = spawnSync(shell, [path, ...args], {
      env: { HOME: '/home/u', PATH: process.env.PATH, ...(noEval ? { SINGULARITY_NO_EVAL: '1' } : {}) },
    })
    const recorded = existsSync(words) ? readFileSync(words, 'utf8').split('\0').slice(0, -1) : null
    return { argv: recorded, status }
  })
}

const shared = sharedPath('fixtures/oci-to-sif')
const names = ['run-both', 'run-cmd', 'run-entrypoint', 'run-none']
const cases = names.flatMap((name) => {
  if (shared === null) return []
  const expectation: Expectation = JSON.parse(readFileSync(join(shared, name, 'expect.json'), 'utf8'))
  const config = JSON.parse(expectation.result.singularity?.ociConfig ?? '{}')
  const script = runScript({ entrypoint: config.Entrypoint ?? [], command: config.Cmd ?? [] })
  return Object.values(expectation.runBehaviour ?? {})
    .flat()
    .map((behaviour) => ({ name, script, entrypoint: (config.Entrypoint ?? []) as string[], ...behaviour }))
})

describe.skipIf(!hasShell)('runscripts in a shell', () => {
  test.skipIf(shared === null).each(cases)('$name with $args, unevaluated: $noEval', async (each) => {
    const { argv, status } = await run(each.script, each.args, each.noEval)
    // Where the programs' script ends in a syntax error, ours hands the argument over as it is.
    const wanted = each.argv ?? [...each.entrypoint, ...each.args]
    expect({ argv: argv ?? [], status }).toEqual({ argv: wanted, status: 0 })
  })

  test.each([
    ['a"b', 'a"b'],
    ['" "', '" "'],
    ['end\\', 'end\\'],
    ['`', '`'],
    ['$(', '$('],
    ['${', '${'],
    ["it's", "it's"],
    ['$HOME', '/home/u'],
    ['\\$HOME', '$HOME'],
    ['$(echo x)', 'x'],
    ['*', '*'],
    ['a;b&c|d', 'a;b&c|d'],
    ['new\nline', 'new\nline'],
    ['-n', '-n'],
    ['', ''],
  ])('the argument %j reaches the program as %j', async (typed, wanted) => {
    const script = runScript({ entrypoint: ['/bin/echo', '-e'], command: ['default'] })
    expect((await run(script, ['first', typed, 'last'], false)).argv).toEqual([
      '/bin/echo',
      '-e',
      'first',
      wanted,
      'last',
    ])
    expect((await run(script, ['first', typed, 'last'], true)).argv).toEqual([
      '/bin/echo',
      '-e',
      'first',
      typed,
      'last',
    ])
  })

  test('a command that begins with a dash is no option of the shell', async () => {
    const script = runScript({ entrypoint: [], command: ['-n', '+x'] })
    expect((await run(script, [], false)).argv).toEqual(['-n', '+x'])
  })

  test('variables give way to the caller, but for PATH', () => {
    const script = environmentScript(['PATH=/image $HOME', 'A=1"2', 'B', 'C=`id`', '1X=no', 'A=2'])
    const print = `${script}printf '%s|' "$PATH" "$A" "\${B-unset}" "$C"\n`
    const printed = (env: NodeJS.ProcessEnv) => execFileSync(shell, ['-c', print], { env }).toString()
    expect(printed({ PATH: '/bin' })).toBe('/image $HOME|1"2||`id`|')
    expect(printed({ PATH: '/bin', A: 'mine', B: 'b' })).toBe('/image $HOME|mine|b|`id`|')
  })
})
