/**
 * What `inspect --json` and `verify --json` say about every image of the shared corpus, as a Markdown
 * table: without any key, and with the keys that lie beside the images.
 *
 *   node test/bench/corpus-table.bench.ts [folder]
 */
import { openSync, readdirSync, readSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Inspection } from '../../src-shared/model/inspection.ts'
import type { Verification } from '../../src-shared/model/verification.ts'
import { runCommand } from '../support/command-line.ts'
import { sharedPath } from '../support/shared.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const folder = process.argv[2] ?? sharedPath('fixtures/sif')

/** Every file below a folder with the magic word where a SIF has it, whatever its name. */
function imagesIn(root: string): readonly string[] {
  return filesIn(root).filter((path) => {
    const magic = Buffer.alloc(9)
    readSync(openSync(path, 'r'), magic, 0, 9, 32)
    return magic.toString('latin1') === 'SIF_MAGIC'
  })
}

function filesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** The answer about each file, however many there are. */
async function verifyAll(home: string, files: readonly string[], ...options: readonly string[]) {
  const { document } = await runCommand(home, ['verify', '--offline', '--json', ...options, ...files])
  return (files.length === 1 ? [document] : document) as readonly (
    | Verification
    | { readonly error: { code: string } }
  )[]
}

function wordOf(answer: Verification | { readonly error: { code: string } } | undefined): string {
  if (answer === undefined) return ''
  return 'error' in answer ? answer.error.code : answer.verdict
}

/** Objects like `2 Partition, Deffile, Signature`. */
function objectsOf({ objects }: Inspection): string {
  const counts = new Map<string, number>()
  for (const { type } of objects) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`)).join(', ')
}

function problemsOf({ problems }: Inspection): string {
  return [...new Set(problems.map(({ code }) => code))].join(', ')
}

async function table(root: string, scratch: string): Promise<void> {
  const images = imagesIn(root)
  const [bare, ringed] = [join(scratch, 'bare'), join(scratch, 'ringed')]
  for (const path of filesIn(root)) if (path.endsWith('.asc')) await runCommand(ringed, ['key', 'import', path])
  const without = await verifyAll(bare, images)
  const withRing = await verifyAll(ringed, images)
  const pemKeys = filesIn(root).filter((path) => /(?:ed25519-public|rsa-public)\.pem$|cosign\.pub$/.test(path))
  say('| File | Format | Objects | Without keys | With the keys beside it | Problems |')
  say('| --- | --- | --- | --- | --- | --- |')
  for (const [index, path] of images.entries()) {
    const { document } = await runCommand(bare, ['inspect', '--json', path])
    const seen = document as Inspection | { readonly error: { code: string } }
    let best = wordOf(withRing[index])
    for (const key of pemKeys) {
      if (best === 'cannotCheck') best = wordOf((await verifyAll(bare, [path], '--key', key))[0])
    }
    const about = 'error' in seen ? ['', '', seen.error.code] : [seen.format, objectsOf(seen), problemsOf(seen)]
    const [format, objects, problems] = about
    say(`| ${[relative(root, path), format, objects, wordOf(without[index]), best, problems].join(' | ')} |`)
  }
  say(`\n${images.length} images`)
}

if (folder === null) say('There is no shared corpus beside the repository; name a folder.')
else {
  const scratch = await mkdtemp(join(tmpdir(), 'sif-desktop-corpus-'))
  try {
    await table(folder, scratch)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
