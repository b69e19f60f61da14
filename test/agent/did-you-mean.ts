import t from 'tap'
import { didYouMean } from '../../agent/did-you-mean.ts'

const KNOWN = ['region', 'workspaceId', 'workspaceName', 'acr']

t.test('the nearest name is offered, when one is near', async (t) => {
  t.equal(didYouMean('regoin', KNOWN), "; did you mean 'region'?")
  t.equal(didYouMean('WorkspaceID', KNOWN), "; did you mean 'workspaceId'?")
  t.equal(didYouMean('workspacesName', KNOWN), "; did you mean 'workspaceName'?")
  t.equal(didYouMean('rnu', ['run', 'list']), "; did you mean 'run'?")
  t.equal(didYouMean('storage', KNOWN), '')
  t.equal(didYouMean('', KNOWN), '')
  t.equal(didYouMean('region', []), '')
})
