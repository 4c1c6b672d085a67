export { type Target, targetOf, targetReached, targetSentences } from './target.js';
