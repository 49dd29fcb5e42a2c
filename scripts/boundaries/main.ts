/** Checks the boundaries between the rooms of the whole project; part of `npm run check`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkBoundaries } from './check.ts'
import { rooms } from './rules.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const files = ['src-shared', 'src-main', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => `${folder}/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => /\.(?:ts|tsx|mts|cts|js|mjs|cjs)$/.test(file) && !file.endsWith('.d.ts')),
)
const violations = checkBoundaries(files, rooms, (file) => readFileSync(join(root, file), 'utf8'))
for (const { file, line, why } of violations) process.stderr.write(`${file}:${line}: ${why}\n`)
process.stderr.write(`${files.length} files, ${violations.length} violations of boundaries\n`)
process.exitCode = violations.length > 0 ? 1 : 0
