import { format } from '../../japanese.js'
import type { policy as english } from './en.js'

/** The policy of an organization: the form, what a change means, and the change. */
export const policy: typeof english = {
  link: 'ポリシー',
  title: ({ tenant }) => `${tenant}のポリシー`,
  lead: 'この組織のユーザーがログインするときに何を求めるかを決めます。保存する前に、変更の影響を確認できます。',
  managed: 'Keycloakで管理されています。このポリシーは、Keycloakにある組織の属性で変更してください。',
  managedLead: 'この組織のユーザーがログインするときに求められる内容です。',
  saved: '保存しました。開いているセッションにも数秒以内に反映されます。',
  refused: {
    'changed-meanwhile': 'その間に、ほかの人がこのポリシーを変更しました。何も保存されていません。',
    unconfirmed:
      '入力した人数が、現在設定を失う人数と一致しません。何も保存されていません。もう一度影響を確認し、表示された人数を入力してください。',
    invalid: '何も保存されていません。次の項目を修正してください。',
  },
  faults: {
    requirement: 'いずれかを選んでください。',
    appliesTo: 'いずれかを選んでください。',
    from: '「2027-03-01」のような日付を入力するか、空欄にしてください。',
    takesEffect: 'いずれかを選んでください。',
    methods: '1つ以上選んでください。',
    smsFallback: 'いずれかを選んでください。',
    'sso.bypass': 'いずれかを選んでください。',
    'sso.providers': '各行に、プロバイダーのエイリアス、「=」、「bypass」または「enforce」の順に入力してください。',
    'trustedDevices.days': '0から365までの整数を入力してください。',
    'grace.days': '0から365までの整数を入力するか、空欄にしてください。',
    'grace.logins': '0から365までの整数を入力するか、空欄にしてください。',
    'backupCodes.readable': 'いずれかを選んでください。',
    'acceptKeycloak.acr': '1つの値は255文字以内で入力してください。',
    'acceptKeycloak.amr': '1つの値は255文字以内で入力してください。',
    helpContact: '改行なしの200文字以内で入力してください。',
  },
  weak: {
    'acceptKeycloak.acr':
      '各値は、Keycloakのレルムの「ACR to LoA Mapping」でレベル2以上である必要があります。パスワードだけで達するのはレベル1です。',
    'acceptKeycloak.amr': '「otp」のような第二要素の値を入力してください。「pwd」のような第一要素の値は使えません。',
  },
  notIncludedNow: 'ご契約のプランには含まれません。ほかのものを選んでください。',
  changed: '次の項目で、保存されているポリシーと入力内容が異なります。',
  again: '入力内容は下に残っています。内容を確認し、問題がなければ続けてください。',
  underWay: {
    announce: ({ done }) => `対象のユーザーにメールで通知しています（これまでに${format.number(done)}人）。`,
    erase: ({ done }) => `設定を削除しています（これまでに${format.number(done)}人）。`,
    remind: (at) => `${format.date(at)}にメールで再通知します。`,
  },
  fields: {
    requirement: '二要素認証',
    appliesTo: '対象',
    from: '必須にする日',
    takesEffect: '厳しくしたときの適用時期',
    methods: '選べる方法',
    smsFallback: 'SMSが届かないとき',
    'sso.bypass': '外部プロバイダーでのログイン',
    'sso.providers': 'プロバイダーごとの例外',
    'trustedDevices.days': 'ブラウザーを信頼できる日数',
    'grace.days': '設定を先送りできる日数',
    'grace.logins': '設定を先送りできるログイン回数',
    'backupCodes.readable': 'バックアップコード',
    'acceptKeycloak.acr': '認める「acr」の値',
    'acceptKeycloak.amr': '認める「amr」の値',
    helpContact: '問い合わせ先',
  },
  hints: {
    from: '空欄にすると、すぐに必須になります。日付を入れると、今と、14日前・7日前・前日に対象のユーザーへメールで知らせます。',
    'sso.providers':
      '1行に1つ、「google = bypass」（求めない）または「google = enforce」（求める）のように入力します。',
    'trustedDevices.days': '0にすると、ブラウザーを信頼しません。',
    'grace.days': '空欄は無制限、0は先送り不可です。日数と回数の両方が残っている間だけ先送りできます。',
    'grace.logins': '空欄は無制限です。0の場合は、日数にかかわらず先送りできません。',
    acceptKeycloak: 'Keycloakがこのいずれかの値を付けたログインは、十分に強いとみなします。1行に1つ入力します。',
    helpContact:
      '文章、「mailto:help@acme.example」のようなメールアドレス、または「https:」で始まるアドレスを入力します。',
  },
  requirement: { off: '使用しない', optional: '各ユーザーが決める', required: '必須' },
  appliesTo: { everyone: '組織の全員', administrators: 'システム管理者のみ' },
  takesEffect: { 'next-login': '次回のログインから', now: '開いているセッションにもすぐに' },
  method: { totp: '認証アプリ', email: 'メール', sms: 'SMS' },
  smsFallback: { email: 'コードをメールで受け取れる', none: 'ほかの方法は認めない' },
  bypass: {
    organization: '組織のプロバイダーであれば求めない',
    all: 'どのプロバイダーでも求めない',
    none: 'ほかのユーザーと同じように求める',
  },
  readable: { 'until-saved': '保存するまで表示する', always: 'いつでも再表示できる' },
  notIncluded: 'ご契約のプランには含まれません',
  planNote: 'ご契約のプランでは選べない項目があります。必要な場合は、契約の担当者にお問い合わせください。',
  more: 'その他の設定',
  preview: '影響を確認する',
  effects: {
    title: ({ tenant }) => `${tenant}のポリシーを変更しますか？`,
    differences: '変更点',
    stricter: '厳しくなります',
    weaker: '緩くなります',
    other: '変わります',
    nothing: '保存されている内容との違いはありません。',
    means: '影響',
    nobody: '新たに確認を求められる人や、設定を失う人はいません。',
    asked: ({ people }) => `${format.number(people)}人が、次回のログインから二要素認証を求められます。`,
    askedFrom: ({ people, from }) => `${format.number(people)}人が、${from}以降のログインで二要素認証を求められます。`,
    mustSetUp: ({ people }) => `そのうち${format.number(people)}人は、先に設定が必要です。今すぐメールで通知します。`,
    singleSignOn: ({ people }) =>
      `${format.number(people)}人はシングルサインオンのアカウントを持っており、それでサインインするときは求められません。`,
    estimated: ({ looked, members }) =>
      `${format.number(members)}人のうち${format.number(looked)}人までしか時間内に確認できなかったため、人数は推定です。`,
    lacksAddress: ({ people }) =>
      `${format.number(people)}人には確認済みのメールアドレスがないため、メールが届きません。`,
    lacksMethod: ({ people }) =>
      `${format.number(people)}人は選択した方法をどれも使えません。認証アプリの設定を案内します。`,
    losesSettings: ({ people, atMost }) =>
      `${atMost ? '最大' : ''}${format.number(people)}人が設定を失います。認証方法、バックアップコード、信頼済みのブラウザーが削除され、元に戻すことはできません。`,
    confirm: ({ people }) => `確認のため、${people}と入力してください`,
    save: '保存',
    saveAndDelete: '保存して削除',
    back: '保存せずに戻る',
  },
}
