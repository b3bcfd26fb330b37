/// Which of ImageNet's 1000 classes are of each class of PASCAL VOC, for activation maps of photographs
/// without labels and without training.
///
/// The first choice decides what is in doubt: VOC's annotation guidelines of 2007 count tricycles and
/// unicycles among bicycles, ships among boats, minibuses among buses, mopeds and scooters among
/// motorbikes, railway carriages among trains, but neither lorries nor emergency vehicles among cars,
/// nor wild cats, wolves and goats among the animals.
///
/// ImageNet has almost no people: a ball player, a groom and a diver stand for them, and most people in
/// photographs are none of these. Cows, horses, potted plants and sofas have one class each.
///
/// Source: the synsets of ILSVRC 2012 in their usual order, by the names that torchvision 0.29 lists.
public enum ImageNetClassesOfVOC {
  /// By VOC's class, background first; no class of ImageNet is in two.
  static let ranges: [[ClosedRange<Int>]] = [
    [],
    // Airliner, warplane, and wing, which is an aeroplane's.
    [404...404, 895...895, 908...908],
    // Tandem, mountain bike, tricycle, unicycle.
    [444...444, 671...671, 870...870, 880...880],
    // Cock to great grey owl, black grouse to black swan, white stork to albatross.
    [7...24, 80...100, 127...146],
    // Canoe, catamaran, container ship, fireboat, gondola, lifeboat, liner, pirate ship, schooner,
    // speedboat, trimaran, yawl.
    [
      472...472, 484...484, 510...510, 554...554, 576...576, 625...625, 628...628, 724...724,
      780...780, 814...814, 871...871, 914...914,
    ],
    // Beer, pill, lemonade, water and wine bottles.
    [440...440, 720...720, 737...737, 898...898, 907...907],
    // Minibus, school bus, trolleybus.
    [654...654, 779...779, 874...874],
    // Estate car, taxi, convertible, jeep, limousine, people carrier, Model T, racing and sports cars.
    [
      436...436, 468...468, 511...511, 609...609, 627...627, 656...656, 661...661, 751...751,
      817...817,
    ],
    // Tabby to Egyptian cat.
    [281...285],
    // Barber's, folding and rocking chairs, throne.
    [423...423, 559...559, 765...765, 857...857],
    // Ox.
    [345...345],
    [532...532],
    // Chihuahua to Mexican hairless.
    [151...268],
    // Sorrel.
    [339...339],
    // Moped, motor scooter.
    [665...665, 670...670],
    // Ball player, groom, diver.
    [981...983],
    // Flowerpot.
    [738...738],
    // Ram, bighorn.
    [348...349],
    // Studio couch.
    [831...831],
    // Bullet train, electric locomotive, goods and passenger carriages, steam locomotive.
    [466...466, 547...547, 565...565, 705...705, 820...820],
    // Desktop computer, of which the monitor is what shows most, monitor, screen, television.
    [527...527, 664...664, 782...782, 851...851],
  ]

  /// ImageNet's classes, from 0, that are of VOC's class `index`, 1 … 20, in ascending order.
  public static func classes(of index: Int) -> [Int] {
    precondition((1...20).contains(index), "ImageNetClassesOfVOC: class \(index)")
    return ranges[index].flatMap { Array($0) }
  }

  /// VOC's class that ImageNet's class `index`, 0 … 999, is of; nil for most.
  public static func vocClass(of index: Int) -> Int? {
    ranges.firstIndex { $0.contains { $0.contains(index) } }
  }
}
