/** Where things are in a checkout. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @param {...string} parts */
export const inProject = (...parts) => join(root, ...parts)

/** What set-up remembers between runs; never committed. */
export const memory = inProject('.cache', 'set-up')

const bundledNode = inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Node 24 from the npm package, or this Node where it is new enough and the package is not there. */
export function nodeProgram() {
  if (existsSync(bundledNode)) return bundledNode
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null
}

/** What each part of the build is made from; the same lists stand in bin/sif-desktop. */
export const sources = {
  main: ['src-shared', 'src-main', 'scripts/build.mjs', 'package.json', 'package-lock.json'],
  renderer: ['src-shared', 'src-renderer', 'resources', 'scripts/build.mjs', 'vite.config.ts', 'package-lock.json'],
  helper: ['src-helper/src', 'src-helper/Cargo.toml', 'src-helper/Cargo.lock'],
}
