// Features about what people keep: entries, lists, files, and finding them again.
import type { Feature } from './feature.ts';

export const contentFeatures: readonly Feature[] = [
  {
    id: 'blog',
    kind: 'product',
    keywords: { en: 'blog, weblog, cms, article, news site', ja: 'ブログ、記事、投稿サイト、ニュースサイト' },
    title: { en: 'Blog', ja: 'ブログ' },
    story: {
      en: 'As an author, I want to write, preview and publish articles, so that readers find them.',
      ja: '著者として、記事を書き、確認し、公開したい。それにより、読者に届けられる。',
    },
    criteria: [
      {
        en: 'WHEN an author publishes an article THE system SHALL show it in the list, newest first, under a lasting address.',
        ja: 'WHEN 著者が記事を公開したとき THE システム SHALL 変わらない URL のもと、新しい順の一覧に表示する。',
      },
      {
        en: 'WHILE an article is a draft THE system SHALL show it to its author only.',
        ja: 'WHILE 記事が下書きである間 THE システム SHALL 著者だけに表示する。',
      },
    ],
    records: ['articles'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Article API', ja: '記事 API' },
        work: {
          en: 'Create, edit, publish and list articles, with drafts and stable slugs.',
          ja: '記事の作成、編集、公開、一覧を、下書きと固定スラッグとともに実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'pages',
        skill: 'frontend',
        title: { en: 'Article pages and editor', ja: '記事ページと編集画面' },
        work: {
          en: 'List, article page and an editor with preview; rendered markup is made harmless.',
          ja: '一覧、記事ページ、プレビュー付き編集画面を作り、表示するマークアップは無害化する。',
        },
        meets: [1, 2],
        after: ['blog.api', 'ui.shell'],
        minutes: 30,
      },
    ],
  },
  {
    id: 'todo',
    kind: 'product',
    keywords: {
      en: 'todo, to-do, to do list, task list, task management, task manager, kanban',
      ja: 'タスク管理、やること、カンバン',
    },
    title: { en: 'To-do list', ja: 'タスク管理' },
    story: {
      en: 'As a user, I want to note, order and tick off what I have to do, so that nothing is forgotten.',
      ja: 'ユーザーとして、やるべきことを書き留め、並べ、完了にしたい。それにより、忘れずに済む。',
    },
    criteria: [
      {
        en: 'WHEN a user adds, changes, ticks or removes an item THE system SHALL store the change and show the new list.',
        ja: 'WHEN ユーザーが項目を追加、変更、完了、削除したとき THE システム SHALL 変更を保存し、新しい一覧を表示する。',
      },
      {
        en: 'IF an item has no title THEN THE system SHALL refuse it and tell why.',
        ja: 'IF 項目に題名がない THEN THE システム SHALL それを拒否し、理由を示す。',
      },
    ],
    records: ['items'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'To-do API', ja: 'タスク API' },
        work: {
          en: 'Create, list, change, order, tick and remove items, with due dates and filters.',
          ja: '項目の作成、一覧、変更、並べ替え、完了、削除を、期限と絞り込みとともに実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 25,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'To-do screen', ja: 'タスク画面' },
        work: {
          en: 'List with inline editing, filters by state, and an empty state that explains what to do.',
          ja: 'その場で編集できる一覧、状態による絞り込み、使い方を示す空の表示を作る。',
        },
        meets: [1, 2],
        after: ['todo.api', 'ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'upload',
    kind: 'part',
    keywords: {
      en: 'upload, file upload, attachment, file sharing, image, photo',
      ja: 'アップロード、ファイル共有、添付、画像、写真',
    },
    title: { en: 'File upload', ja: 'ファイルアップロード' },
    story: {
      en: 'As a user, I want to attach files, so that others can see and fetch them.',
      ja: 'ユーザーとして、ファイルを添付したい。それにより、他の人が見て取得できる。',
    },
    criteria: [
      {
        en: 'WHEN a user uploads an allowed file THE system SHALL store it under a name of its own and return its address.',
        ja: 'WHEN ユーザーが許可されたファイルを送ったとき THE システム SHALL 独自の名前で保存し、そのアドレスを返す。',
      },
      {
        en: 'IF a file is too large or of a type that is not allowed THEN THE system SHALL refuse it before it is stored.',
        ja: 'IF ファイルが大きすぎる、または許可されない種類である THEN THE システム SHALL 保存前に拒否する。',
      },
    ],
    records: ['files'],
    needs: [],
    tasks: [
      {
        key: 'store',
        skill: 'backend',
        title: { en: 'File store', ja: 'ファイル保管' },
        work: {
          en: 'Streamed upload and download with limits on size and type, and removal of what is no longer referred to.',
          ja: 'サイズと種類の上限を持つストリーム形式の送受信と、参照されなくなったファイルの削除を実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Upload control', ja: 'アップロード部品' },
        work: {
          en: 'Drag and drop, progress, cancellation and a message for each refused file.',
          ja: 'ドラッグ＆ドロップ、進捗、取り消し、拒否されたファイルごとのメッセージを実装する。',
        },
        meets: [1, 2],
        after: ['upload.store', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'search',
    kind: 'part',
    keywords: { en: 'search, full text search', ja: '検索、全文検索、絞り込み検索' },
    title: { en: 'Search', ja: '検索' },
    story: {
      en: 'As a user, I want to find entries by words, so that I reach them without browsing.',
      ja: 'ユーザーとして、言葉で項目を探したい。それにより、たどらずに見つけられる。',
    },
    criteria: [
      {
        en: 'WHEN a user enters words THE system SHALL list the matching entries that the user may see, the best first.',
        ja: 'WHEN ユーザーが言葉を入力したとき THE システム SHALL 閲覧可能で一致する項目を関連の高い順に表示する。',
      },
      {
        en: 'IF nothing matches THEN THE system SHALL say so and keep the words for another try.',
        ja: 'IF 一致するものがない THEN THE システム SHALL その旨を伝え、入力した言葉を残す。',
      },
    ],
    records: ['search_index'],
    needs: [],
    tasks: [
      {
        key: 'index',
        skill: 'backend',
        title: { en: 'Search index and API', ja: '検索インデックスと API' },
        work: {
          en: 'Keep an index up to date with every change and answer paged queries, in languages without spaces too.',
          ja: '変更のたびにインデックスを更新し、分かち書きのない言語でもページ単位の検索に応答する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Search screen', ja: '検索画面' },
        work: {
          en: 'Search field and results with highlighted words; stale answers never replace newer ones.',
          ja: '検索欄と、一致箇所を強調した結果を作る。古い応答が新しい結果を上書きすることはない。',
        },
        meets: [1, 2],
        after: ['search.index', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
];
