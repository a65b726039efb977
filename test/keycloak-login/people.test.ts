import { expect } from 'chai'
import { personFrom } from '../../src/keycloak/directory/people.js'

describe('a person of Keycloak', () => {
  const called = (firstName?: string, lastName?: string) =>
    personFrom('id', { username: 'user', ...(firstName && { firstName }), ...(lastName && { lastName }) }).displayName

  it('is called as their language writes names, the family first where it does', () => {
    expect(called('Hanako', 'Yamada')).to.equal('Hanako Yamada')
    expect(called('花子', '山田')).to.equal('山田 花子')
    expect(called('はなこ', '佐々木')).to.equal('佐々木 はなこ')
    expect(called('ジョン', 'スミス')).to.equal('ジョン スミス')
    expect(called('サクラ', '山田')).to.equal('山田 サクラ')
    expect(called('民洙', '김')).to.equal('김 民洙')
    expect(called('花子', 'Smith')).to.equal('花子 Smith')
  })

  it('is called by what is known of their name, or by the user name', () => {
    expect(called('花子')).to.equal('花子')
    expect(called(undefined, 'Yamada')).to.equal('Yamada')
    expect(called()).to.equal('user')
  })
})
