/** Everything the application says about a verification. */
export {
  certificateCheck,
  certificateCheckName,
  certificateWords,
  revocationWords,
} from './certificate.ts'
export { checkNames, listChecks } from './checks.ts'
export { claimedName, hashLabel, longestSentence, objectList, schemeLabels } from './names.ts'
export { partCheckName, verifiedPart } from './part.ts'
export { type SignatureProblemCode, signatureProblem, signatureProblems } from './problems.ts'
export { nextAction, verdictLines, verdictSentence } from './sentences.ts'
export { verdictTable } from './table.ts'
