/**
 * Builds into dist/: `main` (engine and command line as modules for Node 24, shell and preload for
 * Electron) and `renderer` (the pages, by Vite). Files are put in place one by one by renaming, and
 * pieces of earlier builds stay a while, so that a program that runs meanwhile finds its own.
 *
 *   node scripts/build.mjs main|renderer
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const keepPiecesMs = 24 * 3600 * 1000

/** Packages that stay packages: they are or load native code, or are given by Electron. */
const external = ['better-sqlite3', 'electron', 'bufferutil', 'utf-8-validate']

/** Modules that are started by file name, each as a file of its own in dist/main. */
function mainEntries() {
  const entries = { cli: 'src-main/cli/main.ts', engine: 'src-main/engine/main.ts' }
  const workers = readdirSync(join(root, 'src-main/engine'), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('-worker.ts'))
  for (const file of workers) entries[basename(file, '.ts')] = join('src-main/engine', file)
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file))))
}

async function buildMain() {
  const { build } = await import('esbuild')
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    external,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'linked',
    write: false,
    logLevel: 'warning',
    charset: 'utf8',
  }
  const builds = [
    {
      ...common,
      entryPoints: mainEntries(),
      outdir: join(dist, 'main'),
      format: 'esm',
      splitting: true,
      chunkNames: 'piece-[hash]',
      target: 'node22',
      // Some packages are CommonJS and ask for Node's modules by `require`.
      banner: {
        js: "import { createRequire as createRequireOfNode } from 'node:module';\nconst require = createRequireOfNode(import.meta.url);",
      },
    },
  ]
  for (const name of ['main', 'preload']) {
    const entry = join('src-main/shell', `${name}.ts`)
    if (!existsSync(join(root, entry))) continue
    builds.push({
      ...common,
      entryPoints: { [name]: entry },
      outdir: join(dist, 'shell'),
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      target: 'node18',
      // A module's own address does not exist in CommonJS; the shell finds its files by `__dirname`.
      define: { 'import.meta.url': 'undefined' },
    })
  }
  const files = (await Promise.all(builds.map((options) => build(options)))).flatMap((result) => result.outputFiles)
  for (const file of files) putInPlace(file.path, (path) => writeFileSync(path, file.contents))
  dropOldPieces(join(dist, 'main'), /^piece-/)
}

async function buildRenderer() {
  const { build } = await import('vite')
  mkdirSync(dist, { recursive: true })
  const fresh = mkdtempSync(join(dist, '.renderer-'))
  try {
    await build({
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: fresh, emptyOutDir: true },
    })
    const files = readdirSync(fresh, { recursive: true })
      .map(String)
      .filter((file) => statSync(join(fresh, file)).isFile())
      // The page last: it names the others.
      .sort((a, b) => Number(a === 'index.html') - Number(b === 'index.html'))
    for (const file of files) putInPlace(join(dist, 'renderer', file), (path) => renameSync(join(fresh, file), path))
    dropOldPieces(join(dist, 'renderer', 'assets'), /./)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function putInPlace(target, write) {
  mkdirSync(dirname(target), { recursive: true })
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}`)
  write(temporary)
  renameSync(temporary, target)
}

function dropOldPieces(folder, pattern) {
  if (!existsSync(folder)) return
  const tooOld = Date.now() - keepPiecesMs
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (pattern.test(name) && statSync(path).mtimeMs < tooOld) rmSync(path)
  }
}

const half = process.argv[2]
if (half === 'main') await buildMain()
else if (half === 'renderer') await buildRenderer()
else {
  process.stderr.write(`usage: node ${relative(process.cwd(), fileURLToPath(import.meta.url))} main|renderer\n`)
  process.exit(2)
}
