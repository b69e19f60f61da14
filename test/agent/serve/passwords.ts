import bcrypt from 'bcryptjs'
import t from 'tap'
import { createCredentials } from '../../../agent/serve/passwords.ts'

const users = new Map([['ada', bcrypt.hashSync('right', 4)]])

t.test('right, wrong, unknown', async (t) => {
  const check = createCredentials(users, 50)
  t.equal(await check('ada', 'right'), 'right')
  t.equal(await check('ada', 'wrong'), 'wrong')
  t.equal(await check('bob', 'right'), 'wrong', 'the password of somebody else')
  t.equal(await check('', ''), 'wrong')
})

t.test('what was checked is remembered', async (t) => {
  const check = createCredentials(users, 50)
  await check('ada', 'wrong')
  const start = performance.now()
  for (let n = 0; n < 100; n++) t.equal(await check('ada', 'wrong'), 'wrong')
  t.ok(performance.now() - start < 50)
})

t.test('those who guess wait, and are turned away when they are many', async (t) => {
  const check = createCredentials(users, 50)
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((guess) => check('ada', guess)))
  t.strictSame(answers.sort(), ['busy', 'busy', 'wrong', 'wrong', 'wrong', 'wrong'])
})
