/**
 * The parts of `npm test`. Each answers how many tests passed, failed and were left out, or why it
 * did not run at all. A part that ends badly without a failed test counts as one failure: a crash
 * must never look like success.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { displayProblem, installedElectron } from './electron.mjs'
import { inProject, nodeProgram, root } from './project.mjs'
import { findProgram } from './run.mjs'
import { say } from './say.mjs'

/** Programs under test must not see what belongs to the user who runs the tests. */
const environment = { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0', NO_UPDATE_NOTIFIER: '1' }

export const parts = {
  unit({ folder }) {
    const report = join(folder, 'unit.json')
    const args = [inProject('node_modules/vitest/vitest.mjs'), 'run']
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { status } = start(nodeProgram(), [...args, ...reporters])
    const found = readReport(report)
    return settle(status, {
      passed: found?.numPassedTests ?? 0,
      failed: found?.numFailedTests ?? 0,
      skipped: (found?.numPendingTests ?? 0) + (found?.numTodoTests ?? 0),
    })
  },

  helper({ have }) {
    if (!have.helper) return { leftOut: 'the native helper was not built; is cargo installed?' }
    const manifest = inProject('src-helper', 'Cargo.toml')
    const { status, stdout } = start('cargo', ['test', '--release', '--quiet', '--manifest-path', manifest], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    process.stdout.write(stdout)
    const sum = { passed: 0, failed: 0, skipped: 0 }
    for (const [, passed, failed, ignored] of stdout.matchAll(/(\d+) passed; (\d+) failed; (\d+) ignored/g)) {
      sum.passed += Number(passed)
      sum.failed += Number(failed)
      sum.skipped += Number(ignored)
    }
    return settle(status, sum)
  },

  browser({ folder }) {
    if (!findProgram('chromium')) return { leftOut: 'chromium is not installed' }
    return playwright('browser', folder, [], environment)
  },

  electron({ folder }) {
    const program = installedElectron()
    if (!program) return { leftOut: 'no Electron is installed (ELECTRON_OVERRIDE_DIST_PATH can name one)' }
    const prefix = []
    const isRoot = process.getuid?.() === 0
    if (isRoot) {
      const asUser = ordinaryUser()
      if (!asUser) return { leftOut: 'Electron does not run as root, and there is no way to become an ordinary user' }
      prefix.push(...asUser)
    }
    if (process.platform === 'linux' && (isRoot || displayProblem() !== null)) {
      if (!findProgram('xvfb-run')) return { leftOut: 'there is no display, and xvfb is not installed' }
      prefix.push('xvfb-run', '-a')
    }
    // The ordinary user writes its results here.
    chmodSync(folder, 0o777)
    return playwright('electron', folder, prefix, { ...environment, ELECTRON_PROGRAM: program })
  },
}

/** What turns a command of root into one of an ordinary user. */
function ordinaryUser() {
  const tool = inProject('..', 'shared', 'tools', 'as-user')
  return existsSync(tool) ? [tool] : null
}

function playwright(project, folder, prefix, env) {
  const report = join(folder, `${project}.json`)
  const [program, ...args] = [
    ...prefix,
    nodeProgram(),
    inProject('node_modules/@playwright/test/cli.js'),
    'test',
    `--project=${project}`,
    '--reporter=list,json',
  ]
  const { status } = start(program, args, {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, SIF_DESKTOP_TEST_RESULTS: join(folder, `${project}-results`) },
  })
  const stats = readReport(report)?.stats
  return settle(status, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  })
}

function start(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: environment, ...options })
  if (result.error) say(`${program} could not be started: ${result.error.message}`)
  return result
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function settle(status, counts) {
  const passedSomething = counts.passed + counts.skipped > 0
  return status === 0 && passedSomething ? counts : { ...counts, failed: Math.max(1, counts.failed) }
}
