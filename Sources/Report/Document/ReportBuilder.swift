/// Collects blocks, so that a section reads top to bottom as it will be read. A bare string literal
/// is a paragraph.
@resultBuilder
public enum BlockBuilder {
  public static func buildExpression(_ prose: Prose) -> [Block] { [.paragraph(prose)] }
  public static func buildExpression(_ block: Block) -> [Block] { [block] }
  public static func buildExpression(_ blocks: [Block]) -> [Block] { blocks }
  public static func buildExpression(_ figure: FigureBlock) -> [Block] { [.figure(figure)] }
  public static func buildExpression(_ table: TableBlock) -> [Block] { [.table(table)] }
  public static func buildExpression(_ gallery: Gallery) -> [Block] { [.gallery(gallery)] }
  public static func buildBlock(_ parts: [Block]...) -> [Block] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [Block]?) -> [Block] { part ?? [] }
  public static func buildEither(first: [Block]) -> [Block] { first }
  public static func buildEither(second: [Block]) -> [Block] { second }
  public static func buildArray(_ parts: [[Block]]) -> [Block] { parts.flatMap { $0 } }
}

extension Section {
  public init(_ title: String, @BlockBuilder _ blocks: () -> [Block]) {
    self.init(title, blocks: blocks())
  }
}
