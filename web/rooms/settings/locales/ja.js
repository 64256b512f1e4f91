export default {
  "settings.lead": "どこに作るか、誰が設計するか、どの言語で話すかを決めます。キーはこのタブだけに置かれ、アドレスやログには残りません。",
  "settings.saved": "保存しました",
};
