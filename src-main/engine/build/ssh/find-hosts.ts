/** Asks hosts over ssh which programs they have and who asks there; what one said is believed for a minute. */
import type { BuildProgram } from '../../../../src-shared/model/build.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { printable } from '../../../../src-shared/text/printable.ts'
import type { BuildUser } from '../programs/compose-command.ts'
import { readVersion } from '../programs/find-programs.ts'
import { probeScript } from './remote-shell.ts'
import { runScript } from './run-ssh.ts'

const answerWithinMs = 10_000
const believedMs = 60_000

export interface HostAnswer {
  readonly programs: readonly BuildProgram[]
  readonly user: BuildUser
  readonly architecture: string
}

export interface HostFinder {
  /** @throws AppFailure of `sshFailure`, BUILD_SSH_NO_PROGRAM */
  ask(host: string): Promise<HostAnswer>
  /** What it said is not believed any more. */
  forget(host: string): void
}

export function createHostFinder(): HostFinder {
  const asked = new Map<string, { readonly at: number; readonly answer: Promise<HostAnswer> }>()
  return {
    ask(host) {
      const known = asked.get(host)
      if (known !== undefined && performance.now() - known.at < believedMs) return known.answer
      const answer = askHost(host)
      asked.set(host, { at: performance.now(), answer })
      return answer
    },
    forget: (host) => void asked.delete(host),
  }
}

async function askHost(host: string): Promise<HostAnswer> {
  const late = AbortSignal.timeout(answerWithinMs)
  try {
    const answer = readAnswer(host, await runScript({ host, script: probeScript, signal: late }))
    if (answer.programs.length === 0) throw failure('BUILD_SSH_NO_PROGRAM', { host })
    return answer
  } catch (error) {
    if (!late.aborted) throw error
    throw failure('BUILD_SSH_UNREACHABLE', { host, reason: `no answer within ${answerWithinMs / 1000} s` })
  }
}

/** Names of machines as the kernel has them, where Go has others. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  i686: '386',
  armv7l: 'arm',
}

/** What the probe printed, between whatever a profile prints. */
export function readAnswer(host: string, text: string): HostAnswer {
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  const programs = text
    .split(/^program=/m)
    .slice(1)
    .flatMap((part): readonly BuildProgram[] => {
      const [path = '', ...said] = part.split('\n')
      const known = readVersion(said.join('\n'))
      const isPath = path.startsWith('/') && path === printable(path)
      return known === null || !isPath ? [] : [{ ...known, path, place: { kind: 'ssh', host } }]
    })
  const machine = value('machine')
  return {
    programs,
    user: {
      isRoot: value('uid') === '0',
      hasSubordinateIds: value('subuid') === 'yes',
      hasProot: value('proot') === 'yes',
    },
    architecture: architectures[machine] ?? printable(machine),
  }
}
