/**
 * Execution control lists: what both command lines do with each of the shared cases, for every image, with
 * their own words; hostile and odd files; writing a list and reading it back.
 */
import { copyFile, mkdir, open, readFile, realpath, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decryptKey, readPrivateKey } from 'openpgp'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { withSif } from '../../../src-main/engine/sif/read.ts'
import { createControlList } from '../../../src-main/engine/trust/control-list/control-list.ts'
import { readControlList } from '../../../src-main/engine/trust/control-list/read-list.ts'
import { writeControlList } from '../../../src-main/engine/trust/control-list/write-list.ts'
import type { ControlList } from '../../../src-shared/model/control-list.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { inFolder } from '../../support/folder.ts'
import { signImage } from '../../support/test-signer.ts'
import { trustFile, trustFolder } from '../../support/trust-fixtures.ts'

const outcome = z.object({ runs: z.boolean(), error: z.string().nullable() })
const casesFile = z.object({
  cases: z.array(
    z.object({
      config: z.string(),
      outcomes: z.array(
        z.union([
          z.object({ image: z.string(), runs: z.boolean(), error: z.string().nullable() }),
          z.object({ image: z.string(), singularity: outcome, apptainer: outcome }),
        ]),
      ),
    }),
  ),
})

const call = { signal: new AbortController().signal }
const service = (images: readonly string[] = []) =>
  createControlList({ clock: () => new Date() }, { find: async () => [], images: () => images })

/** The images of the shared cases, in a folder that stands for `/images`. */
async function makeImages(folder: string): Promise<string> {
  const root = join(await realpath(folder), 'images')
  const like: Readonly<Record<string, string>> = {
    unsigned: 'unsigned-ce',
    one: 'pgp-rsa4096',
    two: 'flip-arch',
    'one-two': 'cosigned-two',
    three: 'pgp-js',
    'one-three': 'pgp-rsa4096',
    'partition-only': 'object-only',
    changed: 'pgp-rsa4096',
    'key-form': 'dsse-rsa',
    legacy: 'legacy-object',
  }
  for (const place of ['a', 'a/sub', 'b']) {
    await mkdir(join(root, place), { recursive: true })
    for (const [name, file] of Object.entries(like))
      await copyFile(trustFile(`sif/${file}.sif`), join(root, place, `${name}.sif`))
    await flipDefinition(join(root, place, 'changed.sif'))
    await signByThree(join(root, place, 'one-three.sif'))
  }
  await symlink(join(root, 'a'), join(root, 'link'))
  return root
}

async function flipDefinition(path: string): Promise<void> {
  const offset = await withSif(path, async ({ structure }) => structure.objects[0]?.offset ?? 0)
  const handle = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await handle.read(byte, 0, 1, offset)
  byte[0] = (byte[0] ?? 0) ^ 1
  await handle.write(byte, 0, 1, offset)
  await handle.close()
}

async function signByThree(path: string): Promise<void> {
  const privateKey = await readPrivateKey({ armoredKey: await readFile(trustFile('keys/pgp/js.sec.asc'), 'utf8') })
  const key = await decryptKey({ privateKey, passphrase: 'pw-public-js' })
  await signImage(path, { key, fingerprint: key.getFingerprint().toUpperCase(), armored: key.toPublic().armor() })
}

describe.skipIf(trustFolder === null)('both programs, with the shared lists', async () => {
  const { cases } =
    trustFolder === null
      ? { cases: [] }
      : casesFile.parse(JSON.parse(await readFile(trustFile('ecl/expect.json'), 'utf8')))

  it('do with every image what they were seen to do', async () => {
    await inFolder(async (folder) => {
      const root = await makeImages(folder)
      const inPlace = (text: string): string => text.replaceAll('/images', root)
      const seen: string[] = []
      const expected: string[] = []
      for (const { config, outcomes } of cases) {
        const path = join(folder, 'ecl.toml')
        await writeFile(path, inPlace(await readFile(trustFile(config), 'utf8')))
        const { rows } = await service().handlers['trust.testControlList'](
          {
            list: { path },
            images: outcomes.map(({ image }) => inPlace(image)),
            ring: trustFile('keys/keyrings/rsa+ed.pgp'),
          },
          call,
        )
        for (const [place, wanted] of outcomes.entries()) {
          const row = rows[place]
          for (const program of ['singularity', 'apptainer'] as const) {
            const real = 'runs' in wanted ? wanted : wanted[program]
            const line = (runs: boolean, error: string | null): string =>
              `${config} ${wanted.image} ${program}: ${runs ? 'runs' : `refused, ${error}`}`
            expected.push(line(real.runs, toml(inPlace(real.error ?? ''))))
            seen.push(line(row?.[program].runs ?? false, toml(row?.[program].error ?? '')))
          }
        }
      }
      expect(seen.length).toBeGreaterThan(100)
      expect(seen).toEqual(expected)
    })
  })

  it('meet expired and revoked keys as they do at the command line', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'ecl.toml')
      const keys = { revretired: 'revretired-revoked', expd: 'expd', revcomp: 'revcomp-revoked' }
      const images = { revretired: 'key-revretired', expd: 'key-expired-since', revcomp: 'key-revcomp' }
      const found: Record<string, readonly boolean[]> = {}
      for (const name of ['revretired', 'expd', 'revcomp'] as const) {
        await writeFile(path, 'activated = true\n[[execgroup]]\nmode = "blacklist"\n')
        const { rows } = await service().handlers['trust.testControlList'](
          {
            list: { path },
            images: [trustFile(`sif/${images[name]}.sif`)],
            ring: trustFile(`keys/keyrings/${keys[name]}.pgp`),
          },
          call,
        )
        found[name] = rows.flatMap(({ singularity, apptainer }) => [singularity.runs, apptainer.runs])
      }
      // One refuses every signature of such a key, the other goes on without it.
      expect(found).toEqual({ revretired: [false, true], expd: [false, true], revcomp: [false, true] })
    })
  })
})

/** Where a file is no TOML the two readers word it differently. */
const toml = (text: string): string => text.replace(/(while loading ECL configuration: ).*/, '$1…')

const read = (text: string | Uint8Array) => readControlList(typeof text === 'string' ? Buffer.from(text) : text)

describe('a list that is odd', () => {
  it.each([
    ['no TOML', 'activated = yes', /unexpected|invalid|unrecognized/i],
    ['a text for a switch', 'activated = "true"', /activated takes true or false/],
    ['a number for a switch', 'legacyinsecure = 1', /legacyinsecure takes true or false/],
    ['one table for the groups', '[execgroup]\nmode = "whitelist"', /\[\[execgroup\]\]/],
    ['texts for groups', 'execgroup = ["a"]', /not a table/],
    ['one text for the keys', '[[execgroup]]\nkeyfp = "AB"', /keyfp of execgroup 1 takes a list/],
    ['numbers for keys', '[[execgroup]]\nkeyfp = [1]', /takes texts only/],
    ['a date for a folder', '[[execgroup]]\ndirpath = 2026-01-01', /takes a text in quotes/],
    ['a member twice', 'activated = true\nactivated = false', /./],
    ['no UTF-8', Buffer.from([0x61, 0xff, 0xfe]), /UTF-8/],
    ['far too deep', `a = ${'['.repeat(5000)}${']'.repeat(5000)}`, /./],
    ['far too large', Buffer.alloc(1024 * 1024 + 1, 0x20), /no such list is that large/],
    ['a way into objects', '__proto__ = { activated = true }', /./],
  ])('with %s is not read, and says why', (_name, text, reason) => {
    const reading = read(text)
    expect(reading).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(reason) })
    expect(JSON.stringify(reading).length).toBeLessThan(400)
  })

  it('says where it stops being TOML', () => {
    expect(read('activated = true\nmode = whitelist\n')).toMatchObject({ kind: 'unreadable', line: 2 })
  })

  it('takes members in any case, names those without effect, and reads an empty file as inactive', () => {
    expect(read('Activated = true\ncolour = "red"\n[[execgroup]]\nMode = "blacklist"\n')).toMatchObject({
      kind: 'list',
      list: { activated: true, groups: [{ mode: 'blacklist', folder: '', fingerprints: [] }] },
      notes: [
        { kind: 'memberCase', meant: 'activated' },
        { kind: 'unknownMember', name: 'colour' },
        { kind: 'memberCase', meant: 'mode' },
      ],
    })
    expect(read('')).toMatchObject({ kind: 'list', list: { activated: false, groups: [] } })
  })
})

describe('a list that is written', () => {
  const list = (folder: string): ControlList => ({
    activated: true,
    legacyInsecure: false,
    groups: [
      { tagName: 'the "lab"', mode: 'whitestrict', folder, fingerprints: ['3a7315e56486907b3ba69a1907afca02929f1478'] },
      { tagName: 'rest', mode: 'whitelist', folder: '', fingerprints: [] },
    ],
  })

  it('reads back as it was, fingerprints in upper case', () => {
    const written = list('/with "quotes" and \\ and \n')
    const [lab, rest] = written.groups
    const upper = { ...lab, fingerprints: ['3A7315E56486907B3BA69A1907AFCA02929F1478'] }
    expect(read(writeControlList(written))).toMatchObject({ kind: 'list', list: { ...written, groups: [upper, rest] } })
  })

  it('replaces a file only when told to, and nothing that is wrong is written', async () => {
    await inFolder(async (temporary) => {
      const folder = await realpath(temporary)
      const path = join(folder, 'ecl.toml')
      const write = (changes: Partial<ControlList>, overwrite = false) =>
        service().handlers['trust.writeControlList'](
          { path, list: mutable({ ...list(folder), ...changes }), overwrite },
          call,
        )
      const codeOf = async (attempt: unknown) => {
        try {
          await attempt
          return 'written'
        } catch (error) {
          return error instanceof AppFailure ? error.error.code : String(error)
        }
      }
      expect(await codeOf(write({}))).toBe('written')
      const first = await readFile(path, 'utf8')
      expect(await codeOf(write({ activated: false }))).toBe('FILE_EXISTS')
      const wrong = { groups: [{ tagName: '', mode: 'WhiteList', folder: '', fingerprints: [] }] }
      expect(await codeOf(write(wrong, true))).toBe('CONTROL_LIST_WRONG')
      expect(await readFile(path, 'utf8')).toBe(first)
      expect(await codeOf(write({ activated: false }, true))).toBe('written')
      expect(await readFile(path, 'utf8')).toContain('activated = false')
      const gone = { groups: [{ tagName: '', mode: 'whitelist', folder: join(folder, 'none'), fingerprints: [] }] }
      expect(await codeOf(write(gone, true))).toBe('CONTROL_LIST_WRONG')
    })
  })
})

const mutable = ({ groups, ...rest }: ControlList) => ({
  ...rest,
  groups: groups.map((group) => ({ ...group, fingerprints: [...group.fingerprints] })),
})
