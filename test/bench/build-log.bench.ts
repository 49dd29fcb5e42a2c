/**
 * Reading the log of a build of a hundred thousand lines in a real browser: how long until it is there, the time
 * between frames while scrolling through it by wheel, by dragging and line by line, and how long finding takes.
 * Needs the built application and Chromium.
 *
 *   node test/bench/build-log.bench.ts [--lines N] [--shot FILE.png]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import type { BuildStep } from '../../src-shared/model/build-log.ts'
import { startService } from '../e2e/support/processes.ts'
import { keepBuild, logLines } from '../support/keep-build.ts'
import { scrollFrames } from './support/scroll-frames.ts'

const { values } = parseArgs({ options: { lines: { type: 'string' }, shot: { type: 'string' } } })
const lines = Number(values.lines ?? 100_000)

const home = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-home-'))
const now = new Date().toISOString()
const step: BuildStep = {
  ...{ id: 1, key: 'post', stage: null, detail: '', state: 'failed', notices: lines / 5000 },
  ...{ startedAt: now, finishedAt: now, firstLine: 1, lineCount: lines },
}
await keepBuild(home, { record: { id: 'long', state: 'failed', steps: [step] }, lines: logLines(lines, 1) })
const service = await startService(home, ['serve', '--no-open', '--json'], 'url')
const browser = await chromium.launch({
  executablePath: process.env.SIF_DESKTOP_CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-gpu', '--force-color-profile=srgb'],
})
const print = (name: string, numbers: unknown): void =>
  void process.stdout.write(`${name.padEnd(46)} ${JSON.stringify(numbers)}\n`)
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(String(service.ready.url))
  await page.waitForURL((address) => address.pathname === '/')
  await page.waitForTimeout(1000)
  const opened = performance.now()
  await page.evaluate(() => location.assign('#/builds/build?id=long'))
  await page.locator(`[data-line="${lines}"] .log-text:not([aria-busy="true"])`).waitFor()
  print(`log of ${lines} lines: the end is there, ms`, Math.round(performance.now() - opened))
  const place = { scroller: '.log-pane', row: '[data-line]', fromTopPx: 4 }
  const far = { ...place, count: 240 }
  print('400 px a frame', await scrollFrames(context, page, { ...far, pxPerFrame: -400 }))
  print('4,000 px a frame', await scrollFrames(context, page, { ...far, pxPerFrame: -4000 }))
  print('dragged to anywhere', await scrollFrames(context, page, { ...far, pxPerFrame: 0 }))
  const landed = performance.now()
  await page.waitForFunction(() => document.querySelector('.log-text[aria-busy="true"]') === null)
  print('lines there after the last drag, ms', Math.round(performance.now() - landed))
  const wanted = Math.floor(lines / 2000) * 1000 + 1
  const found = performance.now()
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill(`package-${wanted}`)
  await page.getByText('1 of 1').waitFor()
  await page.locator(`[data-line="${wanted}"] mark`).waitFor()
  print('one line found and shown, ms', Math.round(performance.now() - found))
  const all = performance.now()
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('archive')
  await page.getByText(/ of [\d,]{6,}/).waitFor()
  print('almost every line found, ms', Math.round(performance.now() - all))
  print('400 px a frame, every line marked', await scrollFrames(context, page, { ...far, pxPerFrame: 400 }))
  if (values.shot !== undefined) await page.screenshot({ path: values.shot })
} finally {
  await browser.close()
  await service.stop()
  await rm(home, { recursive: true, force: true })
}
