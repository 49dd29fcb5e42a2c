/** Lets one set-up at a time work in a checkout; a lock whose owner is gone is taken over. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memory } from './project.mjs'
import { say } from './say.mjs'

const lockFile = join(memory, 'lock')

/** @param {() => T} work runs while no other set-up does @template T */
export function withLock(work) {
  mkdirSync(memory, { recursive: true })
  let hasSaid = false
  while (!take()) {
    if (!hasSaid) say('Waiting for another set-up to end…')
    hasSaid = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
  try {
    return work()
  } finally {
    rmSync(lockFile, { force: true })
  }
}

function take() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isOwnerAlive()) rmSync(lockFile, { force: true })
    return false
  }
}

function isOwnerAlive() {
  try {
    const owner = Number(readFileSync(lockFile, 'utf8'))
    // Written a moment after it is made: an empty lock belongs to someone.
    if (owner === 0) return true
    process.kill(owner, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
