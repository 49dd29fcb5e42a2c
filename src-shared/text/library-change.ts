/** Sentences about setting tags and deleting images in a library: what it leads to, and what came of it. */
import type { DeletePlan, LocalUse, TaggedFor, TagPlan } from '../model/library-change.ts'
import { formatNoun, shortDigest } from './format.ts'

const named = (tags: readonly TaggedFor[]): string =>
  tags.map(({ tag, architecture }) => `${tag} (${architecture})`).join(', ')

export const libraryChangeText = {
  tagCommand: 'Set another tag…',
  deleteCommand: 'Delete from the library…',
  tagTitle: (tag: string) => `Set a tag to what ${tag} means`,
  tagField: 'Tag',
  tagHelp: 'Letters, digits, dots, underscores and hyphens',
  tagMalformed: 'A tag has letters, digits, dots, underscores and hyphens.',
  setTag: (tag: string) => (tag === '' ? 'Set the tag' : `Set ${tag}`),
  deleteTitle: (reference: string) => `Delete ${reference}`,
  deleteButton: 'Delete the image',
  afterwards: 'Afterwards',
  looking: 'Looking at what it leads to…',
  notLoggedIn: (remote: string) => `You are not logged in to ${remote}: only the owner may change this.`,
  tagNew: ({ tag, architecture }: TagPlan) => `${tag} is a new tag for ${architecture}. Nothing that exists changes.`,
  tagSame: ({ tag }: TagPlan) => `${tag} leads to these bytes already.`,
  tagMoves: ({ tag, before }: TagPlan) =>
    `${tag} leads to ${shortDigest(before ?? '')} until now. Whoever pulls ${tag} gets other bytes from then on.`,
  tagUntagged: (digest: string) =>
    `${shortDigest(digest)} loses its last tag. Whoever pinned the digest still gets it; nobody else finds it.`,
  tagKept: 'The bytes it leaves have another tag, and whoever pinned them still gets them.',
  deleteTags: ({ tags }: DeletePlan) =>
    tags.length === 0
      ? 'No tag leads to it.'
      : `A library deletes the image, not only a tag: ${named(tags)} ${tags.length === 1 ? 'goes' : 'go'} with it.`,
  deletePinned: 'Whoever pinned the digest gets an error from then on. It cannot be taken back, only pushed again.',
  deleteBytes: (digest: string) => `The bytes ${shortDigest(digest)} are not on the library any more.`,
  usesOfTag: (uses: readonly LocalUse[]) =>
    uses.length === 0
      ? 'No image on this computer came from it.'
      : `${formatNoun(uses.length, 'image')} on this computer came from it and will be shown as moved.`,
  usesOfImage: (uses: readonly LocalUse[]) => {
    const copies = uses.filter(({ hasBytes }) => hasBytes).length
    if (uses.length === 0) return 'No image on this computer came from it. There is no copy here.'
    return copies === 0
      ? `${formatNoun(uses.length, 'image')} on this computer came from its tags, with other bytes. There is no copy here.`
      : `${formatNoun(copies, 'copy', 'copies')} on this computer ${copies === 1 ? 'stays' : 'stay'} as ${copies === 1 ? 'it is' : 'they are'}.`
  },
  tagSet: (reference: string) => `${reference} is set.`,
  deleted: (reference: string) => `${reference} was deleted.`,
  kept: (tags: readonly TaggedFor[]) => `The library kept: ${named(tags)}`,
  asksForYes: 'Nothing was changed. Add --yes to do it.',
} as const

/** What a tag would lead to, a sentence for each consequence. */
export function tagConsequences(plan: TagPlan): readonly string[] {
  const text = libraryChangeText
  if (plan.before === null) return [text.tagNew(plan)]
  if (plan.before === plan.digest) return [text.tagSame(plan)]
  return [
    text.tagMoves(plan),
    plan.untagged === null ? text.tagKept : text.tagUntagged(plan.untagged),
    text.usesOfTag(plan.uses),
  ]
}

export function deleteConsequences(plan: DeletePlan): readonly string[] {
  const text = libraryChangeText
  return [text.deleteBytes(plan.digest), text.deleteTags(plan), text.deletePinned, text.usesOfImage(plan.uses)]
}
