export default {
  "settings.lead": "어디에 만들지, 누가 설계할지, 어떤 말로 할지 정합니다. 키는 이 탭에만 두고 주소나 기록에 남기지 않습니다.",
  "settings.saved": "저장했습니다",
};
