/**
 * The parts of `npm test`. Each answers how many tests passed, failed and were left out, and what the
 * failed ones are called, or why it did not run at all. A part that ends badly without a failed test counts as one failure: a crash
 * must never look like success.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
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
      failures: (found?.testResults ?? []).flatMap(failuresOfFile),
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
    const failures = [...stdout.matchAll(/^---- (\S+) stdout ----$/gm)].map(([, name]) => name)
    const sum = { passed: 0, failed: 0, skipped: 0, failures }
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
    let project = root
    if (isRoot) {
      const asUser = ordinaryUser()
      if (!asUser) return { leftOut: 'Electron does not run as root, and there is no way to become an ordinary user' }
      prefix.push(...asUser)
      const [become, ...rest] = asUser
      if (start(become, [...rest, 'test', '-r', inProject('package.json')]).status !== 0) project = readableCopy(folder)
    }
    if (process.platform === 'linux' && (isRoot || displayProblem() !== null)) {
      if (!findProgram('xvfb-run')) return { leftOut: 'there is no display, and xvfb is not installed' }
      prefix.push('xvfb-run', '-a')
    }
    // The ordinary user writes its results here.
    chmodSync(folder, 0o777)
    return playwright('electron', folder, prefix, { ...environment, ELECTRON_PROGRAM: program }, project)
  },
}

/** What turns a command of root into one of an ordinary user. */
function ordinaryUser() {
  const tool = inProject('..', 'shared', 'tools', 'as-user')
  return existsSync(tool) ? [tool] : null
}

/**
 * A copy of the checkout where an ordinary user can read it, for one that lies in a folder of root's
 * own. Files are shared with the original where the system can; the data beside it stays beside it.
 */
function readableCopy(folder) {
  chmodSync(folder, 0o755)
  const copy = join(folder, 'readable', 'sif-desktop')
  mkdirSync(dirname(copy), { recursive: true })
  const copied = start('cp', ['-al', root, copy]).status === 0 || start('cp', ['-a', root, copy]).status === 0
  if (!copied) say('the checkout could not be copied to where an ordinary user reads it')
  chmodSync(copy, 0o755)
  const shared = inProject('..', 'shared')
  if (existsSync(shared)) start('cp', ['-a', shared, join(dirname(copy), 'shared')])
  return copy
}

function playwright(project, folder, prefix, env, directory = root) {
  const report = join(folder, `${project}.json`)
  const [program, ...args] = [
    ...prefix,
    nodeIn(directory),
    join(directory, 'node_modules/@playwright/test/cli.js'),
    'test',
    `--project=${project}`,
    '--reporter=list,json',
  ]
  const { status } = start(program, args, {
    cwd: directory,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, SIF_DESKTOP_TEST_RESULTS: join(folder, `${project}-results`) },
  })
  const found = readReport(report)
  const stats = found?.stats
  return settle(status, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
    failures: (found?.suites ?? []).flatMap(failuresOfSuite),
  })
}

/** The names of vitest's failed tests in one file, with the first line of each reason. */
function failuresOfFile({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : []
  return failed.map((test) => `${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
}

function failuresOfSuite({ file, specs = [], suites = [] }) {
  const failed = specs.filter((spec) => !spec.ok)
  return [...failed.map((spec) => `${file}: ${spec.title}`), ...suites.flatMap(failuresOfSuite)]
}

function firstLine(text = '') {
  return text.split('\n', 1)[0]
}

/** Node 24 in a copy of the checkout; one from elsewhere stays where it is. */
function nodeIn(directory) {
  const path = relative(root, nodeProgram())
  return path.startsWith('..') ? nodeProgram() : join(directory, path)
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
