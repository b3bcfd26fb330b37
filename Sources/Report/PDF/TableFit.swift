/// A column's place in a table.
struct TableColumn {
  var x: Double
  var width: Double
  /// The part at the right that intervals take, their gap included.
  var detailWidth: Double
  var isNumeric: Bool
}

/// What a column asks for: the least it can live with and what it would like.
struct TableDemand {
  var least: Double
  var liked: Double
  var detailWidth: Double
  var isNumeric: Bool
}

/// Shares a width among columns: what they like if there is room, else in proportion between least
/// and liked, else everything set smaller.
struct TableFit {
  let columns: [TableColumn]
  let width: Double
  /// How much smaller than usual the type is set.
  let scale: Double
  let isUnsqueezed: Bool
  /// The least width that squeezes nothing.
  let tightWidth: Double

  private static let gap = 11.0
  private static let widestGap = 26.0

  init(_ demands: [TableDemand], width available: Double, fills: Bool) {
    let gaps = Double(max(demands.count - 1, 0))
    let room = available - TableFit.gap * gaps
    let liked = demands.reduce(0) { $0 + $1.liked }
    let least = demands.reduce(0) { $0 + $1.least }
    isUnsqueezed = liked <= room
    tightWidth = liked + TableFit.gap * gaps
    scale = least > room && least > 0 ? max(room, 1) / least : 1
    let share = liked > least ? min(max((room - least) / (liked - least), 0), 1) : 1
    let spare = max(0, room - liked)
    // A table that nearly fills the width fills it: two right edges almost in line look wrong.
    let natural = liked + TableFit.widestGap * gaps
    let fills = fills || isUnsqueezed && natural > 0.8 * available
    let gap =
      TableFit.gap
      + min(spare / max(gaps, 1), fills ? .infinity : TableFit.widestGap - TableFit.gap)
    let (scale, isUnsqueezed) = (scale, isUnsqueezed)
    var x = 0.0
    var columns: [TableColumn] = []
    for demand in demands {
      let width =
        isUnsqueezed
        ? demand.liked : (demand.least + (demand.liked - demand.least) * share) * scale
      columns.append(
        TableColumn(
          x: x, width: width, detailWidth: demand.detailWidth * scale,
          isNumeric: demand.isNumeric))
      x += width + gap
    }
    self.columns = columns
    width = max(0, x - gap)
  }
}
