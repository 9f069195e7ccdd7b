"""How Chinese names are read, where the dictionary alone would be wrong.

Syllables are plain pinyin without tones, v for ü. In each table the first reading is the one
that names sort by; the others are kept, so that either finds the name.
"""

# Every character with several readings in 通用规范汉字字典 (2013, as quoted by Unihan's
# kTGHZ2013), those whose first reading in pypinyin is archaic, and readings that live on in
# place names and surnames.
POLYPHONES = """
吖:a 阿:a,e 嗌:ai,yi 艾:ai,yi 犴:an,han 拗:ao,niu 薁:ao 扒:ba,pa 耙:ba,pa 柏:bai,bo 搒:bang,peng
磅:bang,pang 膀:bang,pang 蚌:bang,beng 堡:bao,bu,pu 薄:bao,bo,bu 棓:bei 𬇙:bei 咇:bi 臂:bi,bei
芘:bi 便:bian,pian 扁:bian,pian 骠:biao,piao 癿:bie 槟:bin,bing 玢:bin,fen 伯:bo,bai 剥:bo,bao
擘:bo 艴:bo 鲌:bo 卜:bu,bo 嚓:ca,cha 参:can,cen,shen 藏:cang,zang 曾:ceng,zeng 差:cha,chai,ci
查:cha,zha 馇:cha,zha 孱:chan 掺:chan 禅:chan,shan 镡:chan,tan 颤:chan,zhan 长:chang,zhang
朝:chao,zhao 车:che,ju 梣:chen,qin 谌:chen,shen 𬘭:chen 澄:cheng,deng 称:cheng,chen 尺:chi,che
豉:chi 漴:chong,shuang 仇:chou,qiu 帱:chou,dao 杻:chou,niu 臭:chou,xiu 畜:chu,xu 啜:chuai,chuo
传:chuan,zhuan 幢:chuang,zhuang 圌:chui 绰:chuo,chao 伺:ci,si 茈:ci,zi 枞:cong,zong 撮:cuo,zuo
大:da,dai 沓:da,ta 溚:da 骀:dai,tai 单:dan,chan,shan 弹:dan,tan 澹:dan,tan 铛:dang,cheng
叨:dao,tao 嘚:de,dei 得:de,dei 的:de,di 地:di,de 坻:di 翟:di,zhai 茋:di 嗲:dia 调:diao,tiao
铫:diao,yao 喋:die,zha 楪:die 町:ding 垌:dong,tong 峒:dong,tong 洞:dong,tong 钭:dou 度:du,duo
读:du,dou 都:du,dou 阇:du,she 囤:dun,tun 沌:dun,zhuan 镦:dun 堨:e 恶:e,wu 番:fan,pan 繁:fan,po
蕃:fan,bo 芾:fei,fu 坋:fen 冯:feng,ping 否:fou,pi 佛:fu,fo 伽:ga,jia,qie 盖:gai,ge 𬮿:gai
戆:gang,zhuang 咯:ge,ka,lo,luo 鬲:ge,li 给:gei,ji 硔:gong 枸:gou,ju 呱:gu,gua 谷:gu,yu 鹄:gu,hu
鹘:gu,hu 坬:gua,wa 莞:guan,wan 柜:gui,ju 桧:gui,hui 龟:gui,jun,qiu 聒:guo 蛤:ha,ge 还:hai,huan
扞:han 虷:han,gan 镐:hao,gao 合:he,ge 和:he,hu,huo 核:he,hu 纥:he 貉:he,hao 隺:he 黑:hei,he
珩:heng 唝:hong 虹:hong,jiang 浒:hu,xu 砉:hua 圜:huan,yuan 会:hui,kuai 哕:hui,yue 浍:hui,kuai
硊:hui 𬭬:hui 珲:hun 碈:hun 㴔:ji 亟:ji,qi 堲:ji 祭:ji,zhai 稽:ji,qi 缉:ji,qi 荠:ji,qi 藉:ji,jie
价:jia,jie 夹:jia,ga 戛:jia,ga 茄:jia,qie 贾:jia,gu 犍:jian,qian 见:jian,xian 降:jiang,xiang
侥:jiao,yao 峤:jiao,qiao 湫:jiao,qiu 角:jiao,jue 絜:jie,xie 芥:jie,gai 解:jie,xie 诘:jie
颉:jie,xie 劲:jin,jing 靓:jing,liang 颈:jing,geng 炅:jiong,gui 氿:jiu 句:ju,gou 咀:ju,zui
桔:ju,jie 苣:ju,qu 趄:ju,qie 嚼:jue,jiao 觉:jue,jiao 浚:jun,xun 焌:jun,qu 葰:jun,suo 隽:jun,juan
麇:jun,qun 卡:ka,qia 咖:ka,ga 楷:kai,jie 槛:kan,jian 阚:kan 扛:kang,gang 咳:ke,hai 壳:ke,qiao
剋:kei 吭:keng,hang 傀:kui 溃:kui,hui 隗:kui,wei 莨:lang,liang 烙:lao,luo 乐:le,yue,lao
了:le,liao 饹:le,ge 勒:le,lei 肋:lei 棱:leng,ling 栎:li,yue 浰:lian,li 俩:liang,lia 橑:liao
潦:liao 峛:lie 六:liu,lu 泷:long,shuang 𬕂:long 偻:lou,lv 碌:lu,liu 陆:lu,liu 露:lu,lou
纶:lun,guan 络:luo,lao 落:luo,la,lao 捋:lv,luo 率:lv,shuai 绿:lv,lu 𦝼:lv,lou 唛:mai 埋:mai,man
脉:mai,mo 蔓:man,wan 厖:mang 没:mei,mo 呇:men 宓:mi,fu 泌:mi,bi 秘:mi,bi 糜:mi,mei 蓂:mi
乜:mie,nie 嬷:mo 抹:mo,ma 摩:mo,ma 模:mo,mu 牟:mou,mu 缪:mou,miao,miu 哪:na,ne 娜:na,nuo
那:na,nuo 𦰡:na,nuo 佴:nai 耏:nai,er 南:nan,na 呢:ne,ni 能:neng,nai 尿:niao,sui 弄:nong,long
疟:nve,yao 哦:o,e 𫭟:ou,qu 胖:pang,pan 刨:pao,bao 炮:pao,bao 淜:peng 辟:pi,bi 陂:pi 蔈:piao
屏:ping,bing 桲:po,bo 泊:po,bo 迫:po,pai 埔:pu,bu 曝:pu,bao 朴:pu,piao,po 瀑:pu,bao 脯:pu,fu
俟:qi,si 奇:qi,ji 期:qi,ji 栖:qi,xi 欹:qi 洓:qi 蹊:qi,xi 袷:qia 慊:qian,qie 磏:qian 茜:qian,xi
铅:qian,yan 强:qiang,jiang 鞘:qiao,shao 亲:qin,qing 覃:qin,tan 綮:qing 蝤:qiu,you 区:qu,ou
岨:qu,ju 券:quan,xuan 圈:quan,juan 炔:que 雀:que,qiao 葚:ren,shen 𫐓:rou 婼:ruo 挲:sa,suo
塞:sai,se 糁:san,shen 色:se,shai 刹:sha,cha 厦:sha,xia 嗄:sha 莎:sha,suo 嶦:shan 杉:shan,sha
烻:shan 膻:shan,dan 裳:shang,chang 蛸:shao,xiao 歙:she,xi 什:shi,shen 棽:shen,chen 沈:shen,chen
莘:shen,xin 晟:sheng,cheng 盛:sheng,cheng 省:sheng,xing 匙:shi,chi 拾:shi,she 氏:shi,zhi
石:shi,dan 识:shi,zhi 酾:shi 数:shu,shuo 术:shu,zhu 熟:shu,shou 谁:shui,shei 楯:shun
说:shuo,shui 似:si,shi 宿:su,xiu 缩:suo,su 铊:ta,tuo 阘:ta 鿎:ta,da 埫:tang 焘:tao 螣:teng 䏲:ti
提:ti,di 荑:ti,yi 裼:ti,xi 瑱:tian 铤:ting 穜:tong 忒:tui 褪:tui,tun 圫:tuo 拓:tuo,ta 柁:tuo
驮:tuo,duo 万:wan,mo 尢:wang 圩:wei,xu 尉:wei,yu 尾:wei,yi 廆:wei 蔚:wei,yu 喔:wo 涡:wo,guo
峿:wu 无:wu,mo 洗:xi,xian 系:xi,ji 郗:xi,chi 釐:xi 叚:xia 吓:xia,he 呷:xia 虾:xia,ha 孅:xian
纤:xian,qian 巷:xiang,hang 校:xiao,jiao 滧:xiao 荥:xing,ying 行:xing,hang,heng 饧:xing 芎:xiong
吁:xu,yu 嘘:xu,shi 戌:xu,qu 欻:xu 嬛:xuan 削:xue,xiao 噱:xue 血:xue,xie 荨:xun,qian 郇:xun,huan
轧:ya,zha,ga 咽:yan,ye 掞:yan 腌:yan,a 芫:yan,yuan 阏:yan 玚:yang 钥:yao,yue 叶:ye,xie
殷:yin,yan 硍:yin 窨:yin 龈:yin 喁:yong,yu 涌:yong,chong 繇:you 於:yu,wu 畬:yu 员:yuan,yun
妧:yuan 涴:yuan 约:yue,yao 熨:yun,yu 筠:yun,jun 咋:za,ze,zha 拶:za,zan 仔:zai,zi 攒:zan,cuan
酂:zan 奘:zang,zhuang 择:ze,zhai 笮:ze,zuo 喳:zha,cha 扎:zha,za 柞:zha,zuo 栅:zha,shan
粘:zhan,nian 辗:zhan 召:zhao,shao 啁:zhao,zhou 爪:zhao,zhua 折:zhe,she 着:zhe,zhao,zhuo
徵:zheng,zhi 吱:zhi,zi 峙:zhi,shi 殖:zhi,shi 豸:zhi,zhai 种:zhong,chong 重:zhong,chong 婤:zhou
碡:zhou 柷:zhu 著:zhu,zhuo 椎:zhui 焯:zhuo,chao 兹:zi,ci 孖:zi 综:zong,zeng 卒:zu,cu 菹:zu
嘬:zuo 琢:zuo,zhuo 酢:zuo
"""

# Read so when they stand first in a person's name; several syllables are a compound surname.
SURNAMES = """
单:shan 曾:zeng 解:xie 仇:qiu 朴:piao 查:zha 盖:ge 区:ou 尉:yu 万:wan 翟:zhai 缪:miao 纪:ji
任:ren 种:chong 员:yun 乜:nie 繁:po 隗:wei 谌:chen 佴:nai 召:shao 折:she 过:guo 秘:bi 冼:xian
洗:xian 教:jiao 角:jue 黑:he 牟:mou 能:nai 炅:gui 句:gou 阚:kan 那:na 祭:zhai 车:che 燕:yan
宁:ning 葛:ge 华:hua 殷:yin 应:ying 柏:bai 卜:bu 贾:jia 颉:xie 褚:chu 相:xiang 於:yu 臧:zang
郗:xi 逯:lu 訾:zi 郇:xun 阙:que 笪:da 郏:jia 佘:she 厍:she 仝:tong 妫:gui 乐:yue 瞿:qu 覃:qin
幺:yao 石:shi 沈:shen 盛:sheng 曲:qu 宿:su 洪:hong 藏:zang 费:fei 薄:bo 卓:zhuo 冯:feng 汤:tang
谷:gu 奇:qi 哈:ha 重:chong 长:chang 晟:cheng 宓:mi 逄:pang 吉:ji 景:jing 柘:zhe 都:du 行:xing
俟:qi 无:wu 尤:you 干:gan 陆:lu 叶:ye 莘:shen 尹:yin 筠:yun 南:nan 和:he 彭:peng 番:pan 浚:jun
郄:qie 郝:hao 卡:ka 撒:sa 戚:qi 诸:zhu 蔚:yu 厉:li 堵:du 呙:guo 眭:sui 睢:sui 亓:qi 亢:kang
庹:tuo 昝:zan 爨:cuan 酆:feng 鄢:yan 妘:yun 幸:xing 檀:tan 澹:tan 泮:pan 尉迟:yu,chi 万俟:mo,qi
单于:chan,yu 长孙:zhang,sun 澹台:tan,tai 令狐:ling,hu 鲜于:xian,yu 呼延:hu,yan 皇甫:huang,fu
乐正:yue,zheng 宰父:zai,fu 亓官:qi,guan 夹谷:jia,gu 谷梁:gu,liang 榖梁:gu,liang 漆雕:qi,diao
公冶:gong,ye 濮阳:pu,yang 淳于:chun,yu 仲孙:zhong,sun 太叔:tai,shu 申屠:shen,tu 公孙:gong,sun
轩辕:xuan,yuan 钟离:zhong,li 宇文:yu,wen 闾丘:lv,qiu 司徒:si,tu 司空:si,kong 司马:si,ma
上官:shang,guan 欧阳:ou,yang 夏侯:xia,hou 诸葛:zhu,ge 闻人:wen,ren 东方:dong,fang 赫连:he,lian
公羊:gong,yang 公良:gong,liang 拓跋:tuo,ba 拓拔:tuo,ba 慕容:mu,rong 独孤:du,gu 南宫:nan,gong
端木:duan,mu 百里:bai,li 东郭:dong,guo 南门:nan,men 羊舌:yang,she 微生:wei,sheng 梁丘:liang,qiu
左丘:zuo,qiu 东门:dong,men 西门:xi,men 第五:di,wu 完颜:wan,yan 叶赫:ye,he 纳兰:na,lan 那拉:na,la
壤驷:rang,si 巫马:wu,ma 公西:gong,xi 颛孙:zhuan,sun 子车:zi,ju 司寇:si,kou 宗政:zong,zheng
贺兰:he,lan 达奚:da,xi 耶律:ye,lv 屈突:qu,tu 长鱼:chang,yu 段干:duan,gan 北宫:bei,gong
归海:gui,hai 爱新觉罗:ai,xin,jue,luo
"""

# Places whose reading no general phrase dictionary has.
PLACES = """
万柏林:wan,bai,lin 乐陵:lao,ling 什邡:shi,fang 会稽:kuai,ji 伽师:jia,shi 六合区:lu,he,qu
单县:shan,xian 南乐:nan,le 召陵:shao,ling 大城县:dai,cheng,xian 宕昌:tan,chang 崆峒:kong,tong
朝阳:chao,yang 泊头:bo,tou 洪洞:hong,tong 浚县:xun,xian 涡阳:guo,yang 漯河:luo,he 称多:chen,duo
筠连:jun,lian 红寺堡:hong,si,bu 繁峙:fan,shi 荥经:ying,jing 覃塘:tan,tang 都匀:du,yun
闵行:min,hang 龙圩:long,xu 马尾:ma,wei 曾都:zeng,du
"""
