// Features of buying, selling and booking.
import type { Feature } from './feature.ts';

export const tradeFeatures: readonly Feature[] = [
  {
    id: 'shop',
    kind: 'product',
    keywords: {
      en: 'shop, online shop, store front, storefront, ecommerce, e commerce, product catalog, product catalogue',
      ja: 'ショップ、ネットショップ、ECサイト、通販、商品一覧',
    },
    title: { en: 'Shop', ja: 'ショップ' },
    story: {
      en: 'As a customer, I want to browse products, so that I find what I would like to buy.',
      ja: '顧客として、商品を見て回りたい。それにより、買いたいものを見つけられる。',
    },
    criteria: [
      {
        en: 'WHEN a customer opens a product THE system SHALL show its price, its description and whether it can be had.',
        ja: 'WHEN 顧客が商品を開いたとき THE システム SHALL 価格、説明、購入できるかどうかを表示する。',
      },
      {
        en: 'IF a product is no longer sold THEN THE system SHALL say so and keep it out of the lists.',
        ja: 'IF 商品の販売が終了している THEN THE システム SHALL その旨を示し、一覧には載せない。',
      },
    ],
    records: ['products'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Product API', ja: '商品 API' },
        work: {
          en: 'Products, categories and prices; amounts are whole minor units with a currency, never floating point.',
          ja: '商品、分類、価格を実装する。金額は通貨付きの最小単位の整数で扱い、浮動小数点は使わない。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'pages',
        skill: 'frontend',
        title: { en: 'Product pages', ja: '商品ページ' },
        work: {
          en: 'Lists by category and a page for each product.',
          ja: '分類ごとの一覧と、商品ごとのページを作る。',
        },
        meets: [1, 2],
        after: ['shop.api', 'ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'cart',
    kind: 'part',
    keywords: { en: 'cart, shopping cart, basket, checkout', ja: 'カート、買い物かご、注文、購入手続き' },
    title: { en: 'Shopping cart', ja: 'カート' },
    story: {
      en: 'As a customer, I want to collect products and order them together, so that I pay once.',
      ja: '顧客として、商品を集めてまとめて注文したい。それにより、支払いが一度で済む。',
    },
    criteria: [
      {
        en: 'WHEN a customer changes the cart THE system SHALL show the new total, worked out on the server.',
        ja: 'WHEN 顧客がカートを変更したとき THE システム SHALL サーバーで計算した新しい合計を表示する。',
      },
      {
        en: 'IF a price or the stock has changed since THEN THE system SHALL show the change before the order is placed.',
        ja: 'IF その後に価格や在庫が変わった THEN THE システム SHALL 注文の確定前にその変化を示す。',
      },
    ],
    records: ['carts', 'orders'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Cart and order API', ja: 'カートと注文 API' },
        work: {
          en: 'Add, change and remove lines, and turn a cart into an order exactly once.',
          ja: '明細の追加、変更、削除と、カートから注文への一度きりの確定を実装する。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Cart and checkout screens', ja: 'カートと購入画面' },
        work: {
          en: 'Cart, address and summary, with a button that cannot order twice.',
          ja: 'カート、届け先、確認の画面を作り、二重に注文できないボタンにする。',
        },
        meets: [1, 2],
        after: ['cart.api', 'ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'payment',
    kind: 'part',
    keywords: {
      en: 'payment, pay, billing, stripe, subscription, credit card, invoice',
      ja: '決済、支払い、課金、サブスクリプション、クレジットカード、請求',
    },
    title: { en: 'Payment', ja: '決済' },
    story: {
      en: 'As a customer, I want to pay safely, so that I receive what I ordered.',
      ja: '顧客として、安全に支払いたい。それにより、注文したものを受け取れる。',
    },
    criteria: [
      {
        en: 'WHEN the provider confirms a payment THE system SHALL mark the order as paid exactly once, however often it is told.',
        ja: 'WHEN 決済事業者が支払いを確認したとき THE システム SHALL 何度通知されても注文を一度だけ支払い済みにする。',
      },
      {
        en: 'IF a payment fails THEN THE system SHALL keep the order and offer another try.',
        ja: 'IF 支払いに失敗した THEN THE システム SHALL 注文を残し、再度の支払いを案内する。',
      },
      {
        en: 'THE system SHALL never store or log card numbers.',
        ja: 'THE システム SHALL カード番号を保存もログ出力もしない。',
      },
    ],
    records: ['payments'],
    needs: ['database'],
    tasks: [
      {
        key: 'provider',
        skill: 'backend',
        title: { en: 'Payment provider and callbacks', ja: '決済事業者との連携' },
        work: {
          en: 'Start payments with an idempotency key, check the signature of callbacks, and reconcile what was missed.',
          ja: '冪等キー付きで決済を開始し、通知の署名を検証し、受け損ねた結果を照合する。',
        },
        meets: [1, 2, 3],
        after: ['database.schema', 'api.contract', 'cart.api'],
        minutes: 40,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Payment screen', ja: '支払い画面' },
        work: {
          en: 'Payment form of the provider, waiting state, success and failure.',
          ja: '決済事業者の支払いフォーム、待機、成功、失敗の表示を作る。',
        },
        meets: [1, 2],
        after: ['payment.provider', 'ui.shell'],
        minutes: 20,
      },
    ],
  },
  {
    id: 'booking',
    kind: 'product',
    keywords: { en: 'booking, reservation, appointment, reserve', ja: '予約、予約システム、空き状況' },
    title: { en: 'Booking', ja: '予約' },
    story: {
      en: 'As a guest, I want to book a free time, so that it is kept for me.',
      ja: '利用者として、空いている時間を予約したい。それにより、その時間が確保される。',
    },
    criteria: [
      {
        en: 'WHEN two guests book the same time at once THE system SHALL give it to one of them only.',
        ja: 'WHEN 二人が同じ時間を同時に予約したとき THE システム SHALL 一人だけに割り当てる。',
      },
      {
        en: 'WHEN a guest cancels in time THE system SHALL free the time at once.',
        ja: 'WHEN 利用者が期限内に取り消したとき THE システム SHALL その時間をただちに空ける。',
      },
    ],
    records: ['bookings'],
    needs: ['database'],
    tasks: [
      {
        key: 'api',
        skill: 'backend',
        title: { en: 'Booking API', ja: '予約 API' },
        work: {
          en: 'Free times, booking and cancellation; the database itself forbids overlaps.',
          ja: '空き時間、予約、取り消しを実装する。重複はデータベース自身が禁じる。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
      {
        key: 'ui',
        skill: 'frontend',
        title: { en: 'Booking screen', ja: '予約画面' },
        work: {
          en: 'Choose a time, confirm, cancel; a time that was just taken is explained.',
          ja: '時間の選択、確認、取り消しの画面を作り、直前に埋まった場合は説明する。',
        },
        meets: [1, 2],
        after: ['booking.api', 'ui.shell'],
        minutes: 25,
      },
    ],
  },
  {
    id: 'inventory',
    kind: 'product',
    keywords: { en: 'inventory, stock, warehouse', ja: '在庫、在庫管理、倉庫' },
    title: { en: 'Inventory', ja: '在庫管理' },
    story: {
      en: 'As a stock keeper, I want to know what is where, so that nothing is promised that is not there.',
      ja: '在庫担当者として、何がどこにあるかを知りたい。それにより、ないものを約束せずに済む。',
    },
    criteria: [
      {
        en: 'WHEN goods come in or go out THE system SHALL record a movement and show the new stock.',
        ja: 'WHEN 入庫または出庫があったとき THE システム SHALL その移動を記録し、新しい在庫数を表示する。',
      },
      {
        en: 'IF a movement would make the stock negative THEN THE system SHALL refuse it.',
        ja: 'IF 移動により在庫が負になる THEN THE システム SHALL それを拒否する。',
      },
    ],
    records: ['stock_movements'],
    needs: ['database'],
    tasks: [
      {
        key: 'movements',
        skill: 'backend',
        title: { en: 'Stock movements', ja: '在庫移動' },
        work: {
          en: 'Movements are appended, the stock is their sum, and concurrent movements stay correct.',
          ja: '移動を追記し、在庫はその合計とする。同時の移動でも正しさを保つ。',
        },
        meets: [1, 2],
        after: ['database.schema', 'api.contract'],
        minutes: 30,
      },
    ],
  },
];
