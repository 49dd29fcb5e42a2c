/** From a library to a judged image, by commands alone, against the demo services; and pulls that are interrupted. */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoKeys } from '../../../src-main/demo/demo-keys.ts'
import { type DemoServices, startDemoServices } from '../../../src-main/demo/start.ts'
import { type CommandResult, interrupt, runCommand, startCommand } from '../../support/command-line.ts'
import { startLibraryService } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let demo: DemoServices
let home: string
const run = (...args: readonly string[]): Promise<CommandResult> => runCommand(home, args)
const json = async (...args: readonly string[]): Promise<unknown> => (await run(...args, '--json')).document
const samtools = 'library://northlab/genomics/samtools'
const { release } = demoKeys

beforeAll(async () => {
  demo = await startDemoServices()
  home = await mkdtemp(join(tmpdir(), 'sif-desktop-cli-library-'))
})
afterAll(async () => {
  await demo.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

describe('a newcomer', () => {
  it('adds a remote, logs in with a token from a file, and sees that its services answer', async () => {
    const uri = demo.remote
    expect(await json('remote', 'add', 'lab', uri)).toMatchObject({ name: 'lab', uri, active: false, hasToken: false })
    expect(await json('remote', 'use', 'lab')).toMatchObject({ name: 'lab', active: true })
    const token = join(home, 'token')
    await writeFile(token, 'not the token\n')
    expect(await run('remote', 'login', 'lab', '--token-file', token)).toMatchObject({ code: 1, stdout: '' })
    await writeFile(token, `${demo.token}\n`, { mode: 0o600 })
    const login = await run('remote', 'login', 'lab', '--token-file', token, '--json')
    expect(login.document).toMatchObject({ hasToken: true })
    // The token is shown nowhere.
    expect(`${login.stdout}${login.stderr}${(await run('remote', 'list')).stdout}`).not.toContain(demo.token)
    const status = (await json('remote', 'status')) as readonly { readonly service: string; readonly state: string }[]
    expect(status.map(({ service, state }) => `${service} ${state}`).sort()).toEqual([
      'builder ok',
      'keyserver ok',
      'library ok',
      'token ok',
    ])
  })

  it('finds images and learns what a reference means', async () => {
    expect(await json('search', 'samtools', '--arch', 'arm64', '--signed')).toMatchObject({
      users: [],
      collections: [],
      containers: [
        {
          reference: samtools,
          tags: expect.arrayContaining(['1.20']),
          architectures: expect.arrayContaining(['arm64']),
          signed: true,
          fingerprints: [release.fingerprint],
          description: expect.any(String),
        },
        {},
      ],
    })
    expect(await run('search', 'nothing-is-called-this')).toMatchObject({ code: 0, stdout: '' })
    const offline = await json('resolve', '--offline', 'library://alpine')
    expect(offline).toMatchObject({ reference: 'library://alpine:latest', digest: null })
    const online = await json('resolve', samtools, '--arch', 'amd64')
    expect(online).toMatchObject({
      reference: `${samtools}:latest`,
      architecture: 'amd64',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
  })

  it('pulls an image as JSON lines, and does not fetch again what is there', async () => {
    const folder = join(home, 'pulled')
    const pull = ['pull', `${samtools}:1.20`, '--arch', 'amd64', '--dir', folder, '--json']
    const first = await run(...pull)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.lines.length).toBeGreaterThan(1)
    for (const line of first.lines.slice(0, -1)) expect(line).toMatchObject({ type: 'progress' })
    const path = join(folder, 'samtools_1.20.sif')
    const { size } = await stat(path)
    const result = {
      type: 'result',
      path,
      digest: expect.stringMatching(/^sha256:/),
      sizeBytes: size,
      resolved: `${samtools}:1.20`,
      verdict: 'cannotCheck',
      bytesDownloaded: size,
      resumed: false,
    }
    expect(first.lines.at(-1)).toMatchObject(result)
    expect((await run(...pull)).lines.at(-1)).toMatchObject({ ...result, bytesDownloaded: 0 })
    // The digest of an image of the library is known without reading it.
    const { digest } = (await json('inspect', path)) as { readonly digest: string | null }
    expect(await json('inspect', '--digest', path)).toMatchObject({ digest })
    expect(digest).not.toBeNull()
    expect(await json('images', 'list')).toMatchObject([{ path, verdict: 'cannotCheck', digest }])
  })

  it('asks keyservers for a missing key unless it is offline, and decides about the signer', async () => {
    const image = join(home, 'pulled', 'samtools_1.20.sif')
    expect(await run('verify', image, '--offline')).toMatchObject({ code: 15 })
    const asked = await run('verify', image, '--json')
    expect(asked).toMatchObject({ code: 10, document: { verdict: 'unknown', integrity: 'intact' } })
    const listed = await json('key', 'list')
    expect(listed).toMatchObject([
      {
        fingerprint: release.fingerprint,
        hasSecret: false,
        revoked: null,
        decision: null,
        sources: [{ kind: 'keyserver' }],
      },
    ])
    const other = { how: 'phone', scope: { kind: 'image', digest: `sha256:${'0'.repeat(64)}` } }
    const decide = ['key', 'decide', release.fingerprint, 'verified', '--how', 'phone']
    expect(await json(...decide, '--scope', other.scope.digest)).toMatchObject({ kind: 'verified', ...other })
    expect(await run('verify', image, '--offline')).toMatchObject({ code: 10 })
    expect(await json(...decide, '--scope', image)).toMatchObject({ scope: { kind: 'image' } })
    expect(await run('verify', image, '--offline')).toMatchObject({ code: 0 })
    expect(await run('key', 'decide', release.fingerprint, 'undecided')).toMatchObject({ code: 0 })
    expect(await json(...decide, '--scope', 'northlab/*')).toMatchObject({
      scope: { kind: 'namespace', namespace: 'library://northlab' },
    })
    expect(await json('verify', image, '--offline')).toMatchObject({ verdict: 'verified' })
  })

  it('gets keys from one server by full fingerprint alone', async () => {
    const { fingerprint } = demoKeys.lapsed
    const nowhere = await run('key', 'pull', fingerprint, '--keyserver', 'http://127.0.0.1:1', '--json')
    expect(nowhere).toMatchObject({ code: 1, document: { error: { area: 'platform', code: 'OFFLINE' } } })
    const found = await json('key', 'pull', fingerprint, '--keyserver', demo.keyserver)
    expect(found).toMatchObject({ changes: [{ fingerprint, effect: 'new' }] })
    expect(await run('key', 'pull', fingerprint.slice(-16))).toMatchObject({ code: 2 })
    expect(await run('key', 'remove', fingerprint)).toMatchObject({ code: 0 })
  })

  it('is told what exists when a tag or an architecture does not', async () => {
    const missing = await run('pull', `${samtools}:9.9`, '--arch', 'amd64', '--json')
    expect(missing.code).toBe(1)
    expect(missing.lines.at(-1)).toMatchObject({
      error: { code: 'TAG_NOT_FOUND', area: 'library', hint: expect.stringContaining('1.20') },
    })
    const elsewhere = await run('pull', `${samtools}:1.20`, '--arch', 's390x', '--json')
    expect(elsewhere.lines.at(-1)).toMatchObject({ error: { hint: expect.stringContaining('amd64') } })
  })

  it('gets nothing under its name that was changed or that the policy refuses', async () => {
    const folder = join(home, 'refused')
    const changed = await run(
      'pull',
      'library://mirrorbox/unofficial/blast',
      '--arch',
      'amd64',
      '--dir',
      folder,
      '--json',
    )
    expect(changed).toMatchObject({ code: 1 })
    expect(changed.lines.at(-1)).toMatchObject({ error: { code: 'PULL_REFUSED' } })
    const policy = ['--policy', 'requireAccepted', '--dir', folder, '--arch', 'amd64', '--json']
    const unsigned = await run('pull', 'library://library/default/busybox:1.36', ...policy)
    expect(unsigned.lines.at(-1)).toMatchObject({ error: { code: 'PULL_REFUSED' } })
    expect(await readdir(folder).catch(() => [])).toEqual([])
  })

  it('keeps a file that is there unless told to replace it, and forgets images on request', async () => {
    const target = join(home, 'mine.sif')
    await writeFile(target, 'something of mine')
    const pull = ['pull', 'library://library/default/busybox:1.36', target, '--arch', 'amd64', '--json']
    expect((await run(...pull)).lines.at(-1)).toMatchObject({ error: { code: 'FILE_EXISTS' } })
    expect((await run(...pull, '--force')).lines.at(-1)).toMatchObject({ type: 'result', path: target })
    await rm(target)
    expect(await run('images', 'check', '--json')).toMatchObject({ code: 1, document: { missing: 1 } })
    expect(await json('images', 'remove', target)).toMatchObject({ removed: 1 })
  })
})

it('keeps what two homes know apart', async () => {
  const [one, other] = [await temporaryFolder(), await temporaryFolder()]
  const pull = (at: string) =>
    runCommand(at, ['key', 'pull', release.fingerprint, '--keyserver', demo.keyserver, '--json'])
  expect(await pull(one)).toMatchObject({ code: 0 })
  expect((await runCommand(one, ['key', 'list', '--json'])).document).toHaveLength(1)
  expect((await runCommand(other, ['key', 'list', '--json'])).document).toEqual([])
})

it('leaves nothing of an interrupted pull, and can pull again', async () => {
  const own = await temporaryFolder()
  const service = await startLibraryService()
  try {
    const image = await smallSif('amd64', 8_000_000)
    service.put('lab/tools/slow', image)
    service.faults.switchOn({ route: /imagefile|bucket/, fault: { kind: 'slow', bytesPerSecond: 200_000 } })
    await runCommand(own, ['remote', 'add', 'lab', service.origin])
    await runCommand(own, ['remote', 'use', 'lab'])
    const folder = join(own, 'images-of-mine')
    const args = ['pull', 'library://lab/tools/slow', '--dir', folder, '--arch', 'amd64', '--json']
    const child = startCommand(own, args)
    let said = ''
    child.stdout.on('data', (data) => {
      said += String(data)
    })
    const { code, lines } = await interrupt(child, async () => /"bytesDone":[1-9]/.test(said))
    expect(code).toBe(130)
    expect(lines.at(-1)).toMatchObject({ error: { code: 'CANCELLED' } })
    const files = await readdir(own, { recursive: true, withFileTypes: true })
    const names = files.filter((file) => file.isFile()).map(({ name }) => name)
    expect(names.filter((name) => !name.startsWith('sif-desktop.db'))).toEqual([])
    service.faults.reset()
    const again = await runCommand(own, args)
    expect(again.lines.at(-1)).toMatchObject({ type: 'result', bytesDownloaded: image.length, resumed: false })
  } finally {
    await service.close()
  }
})
