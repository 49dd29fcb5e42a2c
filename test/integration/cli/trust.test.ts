/** Policies, the quarantine, another signer, control lists and team bundles by commands alone, against the demo services. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoKeys } from '../../../src-main/demo/demo-keys.ts'
import { type DemoServices, startDemoServices } from '../../../src-main/demo/start.ts'
import { type CommandResult, runCommand } from '../../support/command-line.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let demo: DemoServices
let home: string
const run = (...args: readonly string[]): Promise<CommandResult> => runCommand(home, args)
const json = async (...args: readonly string[]): Promise<unknown> => (await run(...args, '--json')).document
const { release, cow, automation } = demoKeys
const passphrase = 'a long passphrase'

beforeAll(async () => {
  demo = await startDemoServices()
  home = await mkdtemp(join(tmpdir(), 'sif-desktop-cli-trust-'))
  await run('remote', 'add', 'lab', demo.remote)
  await run('remote', 'use', 'lab')
  await writeFile(join(home, 'token'), demo.token)
  await run('remote', 'login', 'lab', '--token-file', join(home, 'token'))
  for (const { fingerprint } of [release, cow, automation]) await run('key', 'pull', fingerprint)
  await writeFile(join(home, 'passphrase'), passphrase)
})
afterAll(async () => {
  await demo.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

describe('a policy', () => {
  it('is made, applies to a pull, and says so', async () => {
    expect(
      await json('trust', 'policy', 'cowfarm/*', '--signers', release.fingerprint, '--other', 'refuse'),
    ).toMatchObject({
      namespace: 'library://cowfarm',
      signers: [release.fingerprint],
      changed: 'refuse',
      other: 'refuse',
      notSigned: 'refuse',
      origin: { kind: 'yours' },
    })
    const pull = await run('pull', 'library://cowfarm/funny/lolcow:1.0', '--arch', 'amd64', '--json')
    expect(pull.code).toBe(1)
    expect(pull.lines.at(-1)).toMatchObject({
      error: { code: 'PULL_REFUSED', hint: expect.stringContaining('Refused, by the policy for library://cowfarm/*.') },
    })
    expect(await json('trust', 'policies')).toMatchObject([
      {
        policy: { namespace: 'library://cowfarm' },
        last: { name: 'lolcow_1.0.sif', admission: { outcome: 'refused' } },
      },
      { policy: { namespace: null }, last: null },
    ])
  })

  it('is changed in part, and refused when it makes no sense', async () => {
    expect(await json('trust', 'policy', 'library://cowfarm/*', '--other', 'apart')).toMatchObject({
      signers: [release.fingerprint],
      other: 'apart',
    })
    for (const wrong of [
      ['cow farm'],
      ['library://cowfarm', '--signers', 'ABCD'],
      ['x', '--changed', 'keep'],
      ['library://'],
    ])
      expect((await run('trust', 'policy', ...wrong)).code).toBe(2)
  })
})

describe('the quarantine', () => {
  it('gives an image out with a note only, and nothing twice', async () => {
    const held = (await json('trust', 'quarantine')) as readonly { readonly id: string; readonly path: string }[]
    expect(held).toHaveLength(1)
    const id = held[0]?.id ?? ''
    expect((await run('trust', 'release', id)).code).toBe(2)
    expect((await run('trust', 'release', id, '--note', ' ')).code).toBe(2)
    const released = (await json('trust', 'release', 'lolcow_1.0.sif', '--note', 'asked the farm')) as {
      readonly path: string
    }
    expect((await stat(released.path)).mode & 0o111).not.toBe(0)
    expect(await json('trust', 'quarantine')).toEqual([])
    expect((await run('trust', 'release', id, '--note', 'again')).code).toBe(2)
    expect(await json('trust', 'arrivals')).toMatchObject([{ after: 'released', note: 'asked the farm' }])
    expect(await json('images', 'list')).toMatchObject([{ reference: 'library://cowfarm/funny/lolcow:1.0' }])
  })
})

describe('another signer', () => {
  it('is kept apart, waits, and is let in when something was decided', async () => {
    expect((await run('pull', 'library://northlab/genomics/samtools:1.20', '--arch', 'amd64')).code).toBe(0)
    const nightly = ['pull', 'library://northlab/genomics/gatk:nightly', '--arch', 'amd64'] as const
    expect((await run(...nightly)).code).toBe(1)
    expect(await json('trust', 'review')).toMatchObject([
      {
        kind: 'signerChange',
        namespace: 'library://northlab/genomics',
        fingerprint: automation.fingerprint,
        before: [release.fingerprint],
      },
      { kind: 'apart', name: 'gatk_nightly.sif' },
    ])
    const beside = await run('trust', 'signers', 'library://northlab/genomics')
    expect(beside.stdout).toContain('The old key does not vouch for the new one.')
    await run('key', 'decide', automation.fingerprint, 'accepted', '--scope', 'library://northlab/genomics/*')
    expect(await json('trust', 'review')).toMatchObject([{ kind: 'apart' }])
    expect(await json('trust', 'seen', release.fingerprint)).toMatchObject({
      error: { message: 'No revocation of this key waits' },
    })
    expect((await run('trust', 'discard', 'gatk_nightly.sif')).code).toBe(0)
    expect((await run(...nightly)).code).toBe(0)
  })
})

describe('a control list', () => {
  it('is written, explained and tried', async () => {
    const path = join(home, 'ecl.toml')
    const group = `whitelist::${release.fingerprint}`
    expect((await run('trust', 'ecl-write', path, '--group', group)).code).toBe(0)
    expect(await readFile(path, 'utf8')).toContain(`keyfp = [ "${release.fingerprint}" ]`)
    expect((await run('trust', 'ecl-write', path, '--group', group)).code).toBe(1)
    const image = join(home, 'images', 'samtools_1.20.sif')
    const tried = (await json('trust', 'ecl', path, image, join(home, 'images', 'lolcow_1.0.sif'))) as {
      readonly images: readonly { readonly singularity: { runs: boolean }; readonly apptainer: { runs: boolean } }[]
    }
    expect(tried.images.map(({ singularity, apptainer }) => [singularity.runs, apptainer.runs])).toEqual([
      [true, true],
      [false, false],
    ])
    await writeFile(path, 'activated = yes')
    const explained = await run('trust', 'ecl', path)
    expect(explained.stdout).toContain('SingularityCE refuses every SIF because of it; Apptainer ignores it')
    expect((await run('trust', 'ecl', join(home, 'none.toml'))).code).toBe(1)
  })
})

describe('a team bundle', () => {
  it('goes from one to another, who decides about its signer first', async () => {
    const { key } = (await json(
      'key',
      'newpair',
      '--name',
      'Acme',
      '--email',
      'a@acme.invalid',
      '--passphrase-file',
      join(home, 'passphrase'),
    )) as {
      readonly key: { readonly fingerprint: string }
    }
    const bundle = join(home, 'acme.trust.asc')
    const sign = ['--key', key.fingerprint, '--passphrase-file', join(home, 'passphrase')]
    expect((await run('trust', 'bundle-export', 'Acme 2026', bundle, ...sign)).code).toBe(0)
    const other = await mkdtemp(join(tmpdir(), 'sif-desktop-cli-other-'))
    const there = (...args: readonly string[]) => runCommand(other, args)
    try {
      expect((await there('trust', 'bundle-take', bundle, '--all')).code).toBe(1)
      expect((await there('trust', 'policies', '--json')).document).toHaveLength(1)
      await writeFile(join(other, 'key.asc'), (await run('key', 'export', key.fingerprint)).stdout)
      await there('key', 'import', join(other, 'key.asc'))
      await there('key', 'decide', key.fingerprint, 'verified', '--how', 'phone')
      expect((await there('trust', 'bundle-show', bundle)).stdout).toContain('Signed by a key that you verified.')
      expect((await there('trust', 'bundle-take', bundle)).code).toBe(2)
      expect((await there('trust', 'bundle-take', bundle, '--all')).code).toBe(0)
      expect((await there('trust', 'policies', '--json')).document).toMatchObject([
        { policy: { namespace: 'library://cowfarm', origin: { kind: 'bundle', name: 'Acme 2026' } } },
        { policy: { namespace: null } },
      ])
      const text = await readFile(bundle, 'utf8')
      await writeFile(bundle, text.replace('Acme 2026', 'Acme 2027'))
      expect((await there('trust', 'bundle-show', bundle)).stderr).toContain(
        'It was changed, and nothing of it counts.',
      )
    } finally {
      await rm(other, { recursive: true, force: true, maxRetries: 5 })
    }
  })
})
