/**
 * Names in keys, files and labels are claims that anybody can write. This file makes them safe to
 * show: no control, bidirectional, invisible or look-alike characters. It judges nothing.
 */

const longestShown = 200

/** What stands for a character that was taken out because it imitates another. */
export const replacementMark = '\ufffd'

/**
 * A claim as it may be shown. Compatibility forms (full-width, mathematical letters) become plain,
 * control, format, private-use and unassigned characters go, white space collapses, and in a word
 * that mixes Latin with Cyrillic, Greek or Armenian letters the foreign ones become a mark: such
 * a word imitates another one. A word wholly in one script stays as it is.
 * @param longest most characters that are kept
 */
export function displayClaim(claim: string, longest = longestShown): string {
  const plain = claim
    .slice(0, 4 * longest)
    .normalize('NFKC')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\n\r]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/ {2,}/g, ' ')
    // More than two marks on one letter only serve to smear over the lines around it.
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/[\p{L}\p{M}\p{N}]+/gu, markImitations)
    .trim()
  const characters = [...plain]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : plain
}

function markImitations(word: string): string {
  if (!/\p{Script=Latin}/u.test(word)) return word
  return word.replace(/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/gu, replacementMark)
}

/** Whether showing a claim took something out of it that imitates or hides. */
export function isSuspiciousClaim(claim: string): boolean {
  const trimmed = claim.normalize('NFKC').replace(/\s+/gu, ' ').trim()
  return displayClaim(claim, Math.max(longestShown, claim.length)) !== trimmed
}

/**
 * What a claim looks like at a glance, for finding keys whose names can be mistaken for each
 * other: equal skeletons look alike. Never shown.
 */
export function skeletonOf(claim: string): string {
  return [...claim.normalize('NFKC').toLowerCase().normalize('NFD')]
    .filter((character) => !/[\p{M}\p{C}\s]/u.test(character))
    .map((character) => latinTwins[character] ?? character)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[1l|]/g, 'i')
    .replaceAll('0', 'o')
}

/** Letters of other scripts that look like a Latin letter, lower case. */
const latinTwins: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ғ: 'f',
  һ: 'h',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'i',
  м: 'm',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  ս: 'u',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  ү: 'y',
  ᴢ: 'z',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  γ: 'y',
  ո: 'n',
  օ: 'o',
  հ: 'h',
  ı: 'i',
  ɑ: 'a',
  ɡ: 'g',
  ѡ: 'w',
  ω: 'w',
  ь: 'b',
}
