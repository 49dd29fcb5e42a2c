/** Signing many images, and checking folders, by commands alone; real GnuPG where it is there. */
import { type ExecFileSyncOptions, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { temporaryName } from '../../../src-main/engine/sif/replace-file.ts'
import { commandEntry, commandEnvironment, resultOf, runCommand, startCommand } from '../../support/command-line.ts'
import { hasProgram, makeImage } from '../../support/make-sif.ts'
import { makePki } from '../../support/test-pki.ts'
import { makeSigner, signImage } from '../../support/test-signer.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const passphrase = 'correct horse battery'
let home: string
let folder: string
const run = (...args: readonly string[]) => runCommand(home, args)
const json = async (...args: readonly string[]): Promise<unknown> => (await run(...args, '--json')).document

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sif-desktop-cli-many-'))
  folder = join(home, 'images-of-the-test')
  mkdirSync(join(folder, 'deep'), { recursive: true })
})
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))

describe('a folder of images', () => {
  it('is checked in one go, with a report and what differs from the last one', async () => {
    const signer = await makeSigner('Ada Baker')
    const [signed, plain] = [join(folder, 'signed.sif'), join(folder, 'deep', 'plain.sif')]
    await makeImage(signed)
    await signImage(signed, signer)
    await makeImage(plain)
    writeFileSync(join(folder, 'broken.sif'), 'not an image')
    const keyFile = join(home, 'ada.asc')
    writeFileSync(keyFile, signer.armored)
    await run('key', 'import', keyFile)
    const decided = await run('key', 'decide', signer.fingerprint, 'verified', '--how', 'phone')
    expect(decided.code).toBe(0)

    const page = join(home, 'report.html')
    const first = await run('verify', folder, '--report', page, '--json')
    expect(first.code).toBe(11)
    expect(first.document).toMatchObject([
      { file: join(folder, 'broken.sif'), error: { code: expect.any(String) }, before: null },
      { file: signed, verdict: 'verified', signatures: [{ state: 'intact' }], before: null },
      { file: plain, verdict: 'notSigned', before: null },
    ])
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('<h1>3 images checked, 1 could not be read</h1>')
    expect(html).not.toMatch(/<script|https?:/)

    const bytes = readFileSync(signed)
    bytes.write('Bootstrap: SCRATCH', bytes.indexOf('Bootstrap: scratch'))
    writeFileSync(signed, bytes)
    const document = join(home, 'report.json')
    const second = await run('verify', folder, '--report', document)
    const report = JSON.parse(readFileSync(document, 'utf8'))
    const again = report.files.find(({ file }: { readonly file: string }) => file === signed)
    expect(again).toMatchObject({ verdict: 'changed', before: { verdict: 'verified' } })
    expect(second.code).toBe(12)
    expect(second.stdout).toMatch(/Before: Verified \(/)
    expect(second.stdout).toMatch(/keyservers were asked/)
    expect((await run('verify', folder, '--group', '1')).code).toBe(2)
    expect((await run('verify', join(home, 'secrets-that-are-not-there'))).code).toBe(1)
  })

  it.skipIf(!hasProgram('openssl'))(
    'says how to decide about the holder of a certificate, and keeps to it',
    async () => {
      const pki = makePki(join(home, 'pki'))
      const leaf = pki.leaf('Maker')
      const image = join(home, 'by-certificate.sif')
      await makeImage(image)
      expect((await run('sign', image, '--key-file', leaf.key)).code).toBe(0)
      const given = ['--certificate', leaf.certificate, '--certificate-intermediates', pki.intermediateFile]
      const args = ['verify', image, ...given, '--certificate-roots', pki.rootFile]
      const before = await run(...args)
      expect(before.code).toBe(10)
      const identity = /key decide ([0-9A-F]{64})/.exec(before.stdout)?.[1] ?? ''
      expect((await run('key', 'decide', identity, 'verified', '--how', 'phone')).code).toBe(0)
      expect(await run(...args)).toMatchObject({ code: 0 })
      expect((await run('verify', image, ...given)).code).toBe(10)
    },
  )
})

describe('signing', () => {
  let key = ''
  let passphraseFile = ''
  beforeAll(async () => {
    passphraseFile = join(home, 'passphrase')
    writeFileSync(passphraseFile, `${passphrase}\n`)
    const made = await json(
      'key',
      'newpair',
      '--name',
      'Own',
      '--email',
      'own@example.org',
      '--passphrase-file',
      passphraseFile,
    )
    key = String(Object(Object(made).key).fingerprint)
  })

  it('takes many images at once and names those that cannot be signed', async () => {
    const paths = ['one.sif', 'two.sif'].map((name) => join(home, name))
    for (const path of paths) await makeImage(path)
    const odd = join(home, 'odd.sif')
    writeFileSync(odd, 'nothing')
    const result = await run('sign', ...paths, odd, '--key', key, '--passphrase-file', passphraseFile, '--json')
    expect(result.code).toBe(1)
    expect(result.document).toMatchObject([
      { file: paths[0], fingerprint: key, signatures: [{ covers: [1, 2, 3] }] },
      { file: paths[1], fingerprint: key },
      { file: odd, error: { code: expect.any(String) } },
    ])
    expect((await run('verify', ...paths)).code).toBe(0)
    expect(readFileSync(odd, 'utf8')).toBe('nothing')
  })

  it('sweeps away what a killed signing left beside the image, and nothing else', async () => {
    const path = join(home, 'swept.sif')
    await makeImage(path)
    const dead = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => dead.once('exit', resolve))
    const mine = temporaryName(path)
    const left = mine.replace(`-${process.pid}-`, `-${dead.pid}-`)
    const foreign = join(home, '.swept.sif.0000aaaa-1-00000001.partial')
    const other = join(home, '.else.sif.notes.partial')
    for (const file of [mine, left, foreign, other]) writeFileSync(file, 'half')
    expect((await run('sign', path, '--key', key, '--passphrase-file', passphraseFile)).code).toBe(0)
    expect([mine, left, foreign, other].map((file) => existsSync(file))).toEqual([true, false, true, true])
  })

  it('leaves the old file as it was when the disk is full', async () => {
    const path = join(home, 'full.sif')
    await makeImage(path)
    const before = readFileSync(path)
    const blocks = Math.max(1, Math.floor(before.length / 1024) - 1)
    const limited = execOptions()
    // The signal would kill the program; without it writing fails as on a full disk.
    const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`
    const args = [process.execPath, commandEntry, 'sign', path, '--key', key, '--passphrase-file', passphraseFile]
    let code = 0
    try {
      execFileSync('bash', ['-c', script, 'bash', ...args], limited)
    } catch (error) {
      code = Number(Object(error).status)
    }
    expect(code).toBe(1)
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(home).filter((name) => name.startsWith('.full.sif'))).toEqual([])
  })

  const execOptions = (): ExecFileSyncOptions => ({
    env: commandEnvironment(home) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
})

describe.skipIf(!hasProgram('gpg'))('signing with a key that lives in GnuPG', () => {
  let gnupgHome = ''
  let fingerprint = ''
  const gpg = (...args: readonly string[]): string =>
    execFileSync('gpg', ['--batch', '--yes', ...args], {
      env: { PATH: process.env.PATH, GNUPGHOME: gnupgHome, LC_ALL: 'C' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const runWithGnupg = (...args: readonly string[]) => resultOf(startCommand(home, args, { GNUPGHOME: gnupgHome }))
  beforeAll(async () => {
    gnupgHome = await mkdtemp(join(tmpdir(), 'sdg-'))
    gpg(
      '--passphrase',
      '',
      '--pinentry-mode',
      'loopback',
      '--quick-generate-key',
      'Card Owner <card@example.org>',
      'ed25519',
      'cert',
      '1y',
    )
    fingerprint = /^fpr:{9}([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys'))?.[1] ?? ''
    gpg('--passphrase', '', '--pinentry-mode', 'loopback', '--quick-add-key', fingerprint, 'ed25519', 'sign', '1y')
  })
  afterAll(async () => {
    execFileSync('gpgconf', ['--homedir', gnupgHome, '--kill', 'all'], { stdio: 'ignore' })
    await rm(gnupgHome, { recursive: true, force: true })
  })

  it('lets the agent sign, with a subkey too, and keeps the public half alone', async () => {
    const path = join(home, 'gnupg.sif')
    await makeImage(path)
    const result = await runWithGnupg('sign', path, '--gnupg', '--json')
    expect(result).toMatchObject({ code: 0, document: { fingerprint, signatures: [{ covers: [1, 2, 3] }] } })
    expect(await json('verify', path)).toMatchObject({
      verdict: 'yours',
      signatures: [{ fingerprint, state: 'intact', keyState: 'ok' }],
    })
    const listed = (await json('key', 'list')) as readonly {
      readonly fingerprint: string
      readonly hasSecret: boolean
    }[]
    expect(listed.find((one) => one.fingerprint === fingerprint)?.hasSecret).toBe(false)
    if (!hasProgram('siftool')) return
    const text = join(home, 'signature.asc')
    writeFileSync(text, execFileSync('siftool', ['dump', '4', path]))
    expect(gpg('--status-fd', '1', '--verify', text)).toMatch(/VALIDSIG/)
  })

  it('says in plain words why GnuPG did not sign, and leaves the image alone', async () => {
    const path = join(home, 'refused.sif')
    await makeImage(path)
    const before = readFileSync(path)
    const absent = 'A'.repeat(40)
    expect(await runWithGnupg('sign', path, '--gnupg', '--key', absent, '--json')).toMatchObject({
      code: 1,
      document: { error: { code: 'SIGN_GNUPG_NOT_FOUND' } },
    })
    // A key with a passphrase that nobody can be asked for.
    gpg(
      '--passphrase',
      'secret words',
      '--pinentry-mode',
      'loopback',
      '--quick-generate-key',
      'Locked <l@example.org>',
      'ed25519',
      'sign',
      '1y',
    )
    const locked = [...gpg('--with-colons', '--list-keys').matchAll(/^fpr:{9}([0-9A-F]{40}):/gm)].at(-1)?.[1] ?? ''
    writeFileSync(join(gnupgHome, 'gpg-agent.conf'), 'pinentry-program /bin/false\n')
    execFileSync('gpgconf', ['--homedir', gnupgHome, '--kill', 'gpg-agent'], { stdio: 'ignore' })
    const refused = await runWithGnupg('sign', path, '--gnupg', '--key', locked, '--json')
    expect(refused).toMatchObject({ code: 1, document: { error: { code: 'SIGN_GNUPG_FAILED' } } })
    expect(readFileSync(path).equals(before)).toBe(true)
    const several = await runWithGnupg('sign', path, '--gnupg')
    expect(several.code).toBe(2)
    expect(several.stderr).toContain(locked)
  })
})
