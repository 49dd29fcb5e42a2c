/**
 * Draws the icon's PNG sizes from its SVG with Chromium. Run it by hand after the SVG was changed;
 * the pictures are committed, because packaging must not need a browser.
 *
 *   node_modules/.bin/node scripts/icons.mjs
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { inProject } from './lib/project.mjs'

const small = readFileSync(inProject('resources/icons/favicon.svg'), 'utf8')
const large = readFileSync(inProject('resources/icons/icon.svg'), 'utf8')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const browser = await chromium.launch({
  executablePath: process.env.SIF_DESKTOP_CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
  args: ['--disable-gpu', '--disable-background-networking', '--force-color-profile=srgb'],
})
mkdirSync(inProject('resources/icons/png'), { recursive: true })
const page = await browser.newPage()
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size })
  const picture = (size <= 32 ? small : large).replace(/width="\d+" height="\d+">/, `width="${size}" height="${size}">`)
  await page.setContent(`<body style="margin:0;background:transparent">${picture}</body>`)
  await page.addStyleTag({ content: 'svg{display:block}' })
  await page.screenshot({ path: inProject(`resources/icons/png/${size}x${size}.png`), omitBackground: true })
}
await browser.close()
